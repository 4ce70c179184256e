import type { Workspace } from '../workspace/workspace.ts';
import type { OpenDocuments } from './documents.ts';
import type { Boundary } from './handle.ts';

/** What this client can do, as it said in `initialize`. */
export interface ClientAbilities {
  readonly snippets: boolean;
  /** It shows a word behind each item of a list, not only behind the chosen one. */
  readonly labelDetails: boolean;
  /** It asks for an item's documentation when it shows it, and for an action's edits when it is chosen. */
  readonly resolvesDocumentation: boolean;
  readonly resolvesEdits: boolean;
  /** It shows actions that cannot be done, with the reason. */
  readonly showsDisabledActions: boolean;
  /** It makes new files as part of an edit. */
  readonly createsFiles: boolean;
  /** It shows what takes long, with a way to end it. */
  readonly showsProgress: boolean;
  /** It knows VS Code's own commands. */
  readonly isVsCode: boolean;
  readonly configuration: boolean;
  readonly watchedFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  readonly tokensRefresh: boolean;
  readonly diagnosticRefresh: boolean;
  /** Findings are asked for and not sent: a client that is sent them and asks as well would show each twice. */
  readonly pullsDiagnostics: boolean;
}

/** One client's connection, from `initialize` to `exit`. */
export interface Session {
  readonly boundary: Boundary;
  readonly workspace: Workspace;
  readonly documents: OpenDocuments;
  readonly client: ClientAbilities;
}
