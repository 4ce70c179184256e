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
import { tokenLegend } from './token-requests.ts';
import { pathOf } from './uri.ts';

/** What the client can do, as it says when it starts the server. */
export function readAbilities(params: InitializeParams): ClientAbilities {
  const { textDocument = {}, workspace = {}, window = {} } = params.capabilities;
  const { diagnostics } = readOptions(params.initializationOptions);
  return {
    ...writingAbilities(params),
    showsProgress: window.workDoneProgress === true,
    configuration: workspace.configuration === true,
    watchedFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace.workspaceFolders === true,
    codeLensRefresh: workspace.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace.inlayHint?.refreshSupport === true,
    tokensRefresh: workspace.semanticTokens?.refreshSupport === true,
    diagnosticRefresh: workspace.diagnostics?.refreshSupport === true,
    pullsDiagnostics: diagnostics === 'pull' || (diagnostics !== 'push' && !textDocument.publishDiagnostics),
  };
}

type WritingAbilities =
  | 'snippets'
  | 'labelDetails'
  | 'resolvesDocumentation'
  | 'resolvesEdits'
  | 'showsDisabledActions'
  | 'createsFiles'
  | 'isVsCode';

/** What counts for completion and code actions. */
function writingAbilities({ capabilities, clientInfo }: InitializeParams): Pick<ClientAbilities, WritingAbilities> {
  const { completion, codeAction } = capabilities.textDocument ?? {};
  const { completionItem } = completion ?? {};
  return {
    snippets: completionItem?.snippetSupport === true,
    labelDetails: completionItem?.labelDetailsSupport === true,
    resolvesDocumentation: includes(completionItem?.resolveSupport, 'documentation'),
    resolvesEdits: codeAction?.dataSupport === true && includes(codeAction.resolveSupport, 'edit'),
    showsDisabledActions: codeAction?.disabledSupport === true,
    createsFiles: createsFiles(capabilities.workspace?.workspaceEdit),
    isVsCode: /visual studio code|\bcode\b|vscod/i.test(clientInfo?.name ?? ''),
  };
}

function includes(support: { readonly properties: readonly string[] } | undefined, property: string): boolean {
  return support?.properties.includes(property) === true;
}

function createsFiles(edits: WorkspaceEditClientCapabilities | undefined): boolean {
  return edits?.documentChanges === true && edits.resourceOperations?.includes(ResourceOperationKind.Create) === true;
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

/** What the server offers this client. */
export function capabilitiesFor(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: [' ', ':', '/', '-', '"', "'", '$', '{', '[', ',', '.', '@', '*', '|', '!'],
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
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend: tokenLegend, full: { delta: true }, range: true },
    codeLensProvider: { resolveProvider: true },
    inlayHintProvider: true,
    documentLinkProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
    }),
  };
}
