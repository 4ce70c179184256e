import type * as vscode from 'vscode';
import type { ErrorBoundary } from './error-boundary.ts';
import type { ProjectStates } from './project-state.ts';
import type { Redaction } from './redaction.ts';
import type { ServerConnection } from './server-connection.ts';
import type { TokenStore } from './token-store.ts';

/** What every feature is given. */
export interface Shared {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly redaction: Redaction;
  readonly boundary: ErrorBoundary;
  readonly server: ServerConnection;
  readonly tokens: TokenStore;
  readonly projects: ProjectStates;
}
