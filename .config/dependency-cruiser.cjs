const folder = (name) => `^server/src/${name}/`;

/** Workflows and ports answer in the words of the protocol: plain data types that import nothing, shared with the client. */
const protocol = '^server/src/lsp/protocol([.]ts$|/)';
const vocabulary = { workflows: protocol, workspace: protocol };

/** `layer` may import `base`, itself and the layers named in `allowed`, and nothing else of ours. */
const layer = (name, allowed) => ({
  name: `${name}-layer`,
  severity: 'error',
  comment: `server/src/${name} may import only: ${['base', ...allowed].join(', ')}`,
  from: { path: folder(name) },
  to: {
    path: '^(server|client|test)/',
    pathNot: [...[name, 'base', ...allowed].map(folder), vocabulary[name] ?? '^$'],
  },
});

module.exports = {
  forbidden: [
    layer('base', []),
    layer('yaml', []),
    layer('schema', ['yaml']),
    layer('workspace', ['yaml', 'schema', 'plan']),
    layer('plan', ['yaml']),
    layer('languages', ['yaml', 'schema', 'workspace', 'plan']),
    layer('features', ['yaml', 'schema', 'workspace', 'languages', 'plan']),
    layer('workflows', ['yaml', 'workspace', 'languages', 'features', 'plan']),
    layer('lsp', ['yaml', 'workspace', 'features', 'workflows', 'plan']),
    layer('cli', ['yaml', 'workspace', 'features', 'workflows', 'plan']),
    layer('io', ['workspace', 'schema', 'plan', 'yaml']),
    {
      name: 'one-language-does-not-import-another',
      severity: 'error',
      from: { path: '^server/src/languages/([^/]+)/' },
      to: { path: '^server/src/languages/[^/]+/', pathNot: '^server/src/languages/$1/' },
    },
    {
      name: 'a-language-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^(server|test)/', pathNot: '^server/src/languages/[^/]+/' },
      to: { path: '^server/src/languages/[^/]+/', pathNot: '/index[.]ts$' },
    },
    {
      name: 'one-client-feature-does-not-import-another',
      severity: 'error',
      from: { path: '^client/src/features/([^/]+)/' },
      to: { path: '^client/src/features/', pathNot: '^client/src/features/$1/' },
    },
    {
      name: 'client-infrastructure-knows-no-feature',
      severity: 'error',
      from: { path: '^client/src/infrastructure/' },
      to: { path: '^client/src/features/' },
    },
    {
      name: 'client-and-server-share-only-the-protocol',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: protocol },
    },
    {
      name: 'the-protocol-imports-nothing',
      severity: 'error',
      from: { path: protocol },
      to: { pathNot: protocol },
    },
    {
      name: 'of-the-workspace-only-ports-know-the-protocol',
      severity: 'error',
      from: { path: '^server/src/workspace/', pathNot: '^server/src/workspace/ports/' },
      to: { path: protocol },
    },
    {
      name: 'server-does-not-know-vscode',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '(^vscode(/|$)|node_modules/(@types/vscode|vscode-languageclient)/)' },
    },
    {
      name: 'only-io-and-entry-points-touch-the-machine',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(io/|[^/]+[.]ts$)' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(path|url|util|assert)(/|$)' },
    },
    {
      name: 'only-lsp-knows-the-protocol-library',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(lsp/|[^/]+[.]ts$)' },
      to: { path: 'node_modules/vscode-(languageserver|jsonrpc)' },
    },
    {
      name: 'only-yaml-knows-the-yaml-library',
      severity: 'error',
      from: { path: '^(server|client|test)/', pathNot: '^server/src/yaml/' },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'only-io-knows-gitlab-and-kubernetes-clients',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/io/' },
      to: { path: 'node_modules/(@gitbeaker|@kubernetes|undici)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
  },
};
