import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
  type Connection,
} from 'vscode-languageserver/node';
import type { Session } from './session.ts';

/** Asks the editor to ask again for what it shows; only for what it said that it can be asked. */
export class EditorRefresh {
  readonly #connection: Connection;
  readonly #session: Session;

  constructor(connection: Connection, session: Session) {
    this.#connection = connection;
    this.#session = session;
  }

  /** The findings, of a client that asks for them. */
  findings(): void {
    const { client } = this.#session;
    if (client.pullsDiagnostics && client.diagnosticRefresh) this.#ask(DiagnosticRefreshRequest.method);
  }

  /** Lenses, hints and colours. */
  shown(): void {
    const { client } = this.#session;
    if (client.codeLensRefresh) this.#ask(CodeLensRefreshRequest.method);
    if (client.inlayHintRefresh) this.#ask(InlayHintRefreshRequest.method);
    if (client.tokensRefresh) this.#ask(SemanticTokensRefreshRequest.method);
  }

  #ask(method: string): void {
    this.#session.boundary.runLater(method, () => this.#connection.sendRequest(method));
  }
}
