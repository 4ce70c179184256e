import type * as vscode from 'vscode';
import type {
  AccountsParams,
  Outcome,
  StateChangedParams,
  TokenParams,
  TokenResult,
} from '../../../server/src/lsp/protocol.ts';
import type { Requests } from './requests.ts';

export interface RequestOptions {
  readonly cancellation?: vscode.CancellationToken;
  /** Called with the words and the percentage (0 to 100) of each step. */
  readonly onProgress?: (message: string | undefined, percentage: number | undefined) => void;
}

/** Asks the server; a connection that breaks is an answer, a bug on either side is thrown. */
export type SendRequest = <Method extends keyof Requests>(
  method: Method,
  params: Requests[Method]['params'],
  options?: RequestOptions,
) => Promise<Outcome<Requests[Method]['value']>>;

/** A server that runs. */
export interface RunningServer {
  readonly request: SendRequest;
  readonly sendAccounts: (accounts: AccountsParams) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ServerNeeds {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly token: (params: TokenParams) => Promise<TokenResult>;
}

export interface ServerEvents {
  readonly stateChanged: (params: StateChangedParams) => void;
  readonly ready: () => void;
}
