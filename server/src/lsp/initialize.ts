import {
  CodeActionKind,
  ResourceOperationKind,
  TextDocumentSyncKind,
  type InitializeParams,
  type ServerCapabilities,
  type WorkspaceEditClientCapabilities,
} from 'vscode-languageserver/node';
import type { InitializationOptions } from './protocol.ts';
import type { ClientAbilities } from './session.ts';
import { pathOf } from './uri.ts';

export function readAbilities(params: InitializeParams): ClientAbilities {
  const { capabilities, initializationOptions, clientInfo } = params;
  const { textDocument = {}, workspace = {} } = capabilities;
  const { diagnostics } = readOptions(initializationOptions);
  return {
    snippets: textDocument.completion?.completionItem?.snippetSupport === true,
    resolvesDocumentation: includes(textDocument.completion?.completionItem?.resolveSupport, 'documentation'),
    resolvesEdits:
      textDocument.codeAction?.dataSupport === true && includes(textDocument.codeAction.resolveSupport, 'edit'),
    createsFiles: workspace.workspaceEdit?.documentChanges === true && createsFiles(workspace.workspaceEdit),
    isVsCode: /visual studio code|\bcode\b|vscod/i.test(clientInfo?.name ?? ''),
    configuration: workspace.configuration === true,
    watchedFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace.workspaceFolders === true,
    codeLensRefresh: workspace.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace.inlayHint?.refreshSupport === true,
    diagnosticRefresh: workspace.diagnostics?.refreshSupport === true,
    pullsDiagnostics: diagnostics === 'pull' || (diagnostics !== 'push' && !textDocument.publishDiagnostics),
  };
}

function includes(support: { readonly properties: readonly string[] } | undefined, property: string): boolean {
  return support?.properties.includes(property) === true;
}

function createsFiles({ resourceOperations = [] }: WorkspaceEditClientCapabilities): boolean {
  return resourceOperations.includes(ResourceOperationKind.Create);
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
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: [' ', ':', '/', '-', '"', "'", '$', '{', '[', ',', '.', '@', '*', '|'],
    },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    codeActionProvider: {
      resolveProvider: true,
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorInline,
        CodeActionKind.RefactorRewrite,
      ],
    },
    codeLensProvider: {},
    inlayHintProvider: true,
    documentLinkProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
    }),
  };
}
