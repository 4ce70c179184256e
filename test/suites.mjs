/**
 * The suites with real counterparts, the built server and CLI as processes among them, in the order in which `npm test` runs them.
 *
 * `folder` holds the tests; `parts` are the real parts that must be there (see test/setup/parts.mjs);
 * `before` are npm scripts that have to be through, each run once for all suites;
 * `command` runs the suite: `vitest` runs the folder's *.test.ts and is counted from its JSON report, any other
 * is a list of words to run and is counted from its last line, `N passed, N failed`.
 *
 * @typedef {{ name: string, folder: string, parts: readonly string[], before?: readonly string[], command: 'vitest' | readonly string[] }} Suite
 * @type {readonly Suite[]}
 */
export const suites = [
  { name: 'fuzz', folder: 'test/fuzz', parts: ['git'], command: 'vitest' },
  { name: 'protocol', folder: 'test/protocol', parts: ['git'], command: 'vitest' },
  { name: 'cli', folder: 'test/cli', parts: ['git'], command: 'vitest' },
  { name: 'gitlab', folder: 'test/gitlab', parts: ['git'], command: 'vitest' },
  { name: 'tools', folder: 'test/tools', parts: ['git', 'kubectl'], command: 'vitest' },
  { name: 'shell', folder: 'test/shell', parts: ['shellcheck'], command: 'vitest' },
  { name: 'registry', folder: 'test/registry', parts: ['git', 'registry'], command: 'vitest' },
  { name: 'cluster', folder: 'test/cluster', parts: ['cluster', 'kubectl'], command: 'vitest' },
  { name: 'workflows', folder: 'test/workflows', parts: ['git', 'kubectl', 'cluster'], command: 'vitest' },
  {
    name: 'vscode',
    folder: 'test/vscode',
    parts: ['git', 'kubectl', 'vscode', 'chromium'],
    before: ['package'],
    command: ['node', 'test/vscode/main.mjs'],
  },
  {
    name: 'demo',
    folder: 'test/demo',
    parts: ['git', 'kubectl', 'cluster', 'vscode'],
    before: ['package'],
    command: 'vitest',
  },
];
