import { createConnection } from 'vscode-languageserver/node';
import { builtDocumentation } from './io/documentation.ts';
import { diskFileSystem } from './io/file-system.ts';
import { tuneForTyping } from './io/tune-engine.ts';
import { startSession } from './lsp/start-session.ts';
import { productVersion } from './product-version.ts';

tuneForTyping();

// The process's arguments say how the client talks to it: --stdio, --node-ipc, --socket or --pipe.
startSession(createConnection(), {
  version: productVersion,
  fileSystem: diskFileSystem,
  loadSchemaCompiler: async () => (await import('./io/json-schema.ts')).compileJsonSchema,
  loadShellChecker: async (snapshot) => {
    const { createShellChecker } = await import('./io/shellcheck.ts');
    const folder = (): string => snapshot().roots[0] ?? process.cwd();
    return createShellChecker({ executable: () => snapshot().settings.executables.shellcheck, folder });
  },
  facts: { kubernetesDocumentation: builtDocumentation() },
  createServices: async (host) => (await import('./services.ts')).createServices(host),
});
