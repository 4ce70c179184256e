import {
  CodeActionKind,
  TextDocumentSyncKind,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import type { InitializationOptions } from './protocol.ts';
import type { ClientAbilities } from './session.ts';
import { pathOf } from './uri.ts';

export function readAbilities({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { textDocument = {}, workspace = {} } = capabilities;
  const { diagnostics } = readOptions(initializationOptions);
  return {
    snippets: textDocument.completion?.completionItem?.snippetSupport === true,
    configuration: workspace.configuration === true,
    watchedFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace.workspaceFolders === true,
    codeLensRefresh: workspace.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace.inlayHint?.refreshSupport === true,
    diagnosticRefresh: workspace.diagnostics?.refreshSupport === true,
    pullsDiagnostics: diagnostics === 'pull' || (diagnostics !== 'push' && !textDocument.publishDiagnostics),
  };
}

/** Options that are not as they should be count as not given: any editor may send anything. */
export function readOptions(options: unknown): InitializationOptions {
  if (typeof options !== 'object' || options === null) return {};
  const given = options as Readonly<Record<string, unknown>>;
  const { isWorkspaceTrusted, storagePath, diagnostics } = given;
  return {
    ...(typeof isWorkspaceTrusted === 'boolean' && { isWorkspaceTrusted }),
    ...(typeof storagePath === 'string' && storagePath !== '' && { storagePath }),
    ...((diagnostics === 'push' || diagnostics === 'pull') && { diagnostics }),
  };
}

/** The workspace folders as paths. A client from before workspace folders sends `rootUri` only. */
export function readRoots(params: InitializeParams): string[] {
  const folders = params.workspaceFolders ?? [];
  if (folders.length > 0) return folders.map(({ uri }) => pathOf(uri));
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri ? [pathOf(rootUri)] : [];
}

export function capabilitiesFor(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: [' ', ':', '/', '-', '"', "'"] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] },
    codeLensProvider: {},
    inlayHintProvider: true,
    documentLinkProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
    }),
  };
}
