import type { Workspace } from '../workspace/workspace.ts';
import type { OpenDocuments } from './documents.ts';
import type { Boundary } from './handle.ts';

/** What this client can do, as it said in `initialize`. */
export interface ClientAbilities {
  readonly snippets: boolean;
  readonly configuration: boolean;
  readonly watchedFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
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
