import { createConnection } from 'vscode-languageserver/node';
import { builtDocumentation } from './io/documentation.ts';
import { diskFileSystem } from './io/file-system.ts';
import { startSession } from './lsp/start-session.ts';
import { productVersion } from './product-version.ts';

// The process's arguments say how the client talks to it: --stdio, --node-ipc, --socket or --pipe.
startSession(createConnection(), {
  version: productVersion,
  fileSystem: diskFileSystem,
  loadSchemaCompiler: async () => (await import('./io/json-schema.ts')).compileJsonSchema,
  facts: { kubernetesDocumentation: builtDocumentation() },
  createServices: async (host) => (await import('./services.ts')).createServices(host),
});
