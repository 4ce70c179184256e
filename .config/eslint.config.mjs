import tseslint from 'typescript-eslint';

const noTry = {
  selector: 'TryStatement',
  message: 'Catch only in io/ and lsp/handle.ts: return problems as data, let bugs reach the boundary.',
};
const noThrow = {
  selector: 'ThrowStatement',
  message: 'User input and the machine are not exceptional here: return a problem as data.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.cache/**',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.d.mts',
      '.config/**',
      'test/fixtures/**',
      'test/demo/repository/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } } },
  {
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      complexity: ['error', 12],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
    },
  },
  {
    files: ['server/src/**'],
    // These wrap a library that throws on broken text, and broken text is data.
    ignores: [
      'server/src/io/**',
      'server/src/lsp/handle.ts',
      'server/src/base/json.ts',
      'server/src/base/regular-expression.ts',
      'server/src/yaml/parse-block.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', noTry, noThrow] },
  },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
);
