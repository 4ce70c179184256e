import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import { ownValue } from '../base/record.ts';

interface Log {
  readonly error: (text: string) => void;
  readonly warn: (text: string) => void;
}

export type Handler<Params, Answer> = (
  params: Params,
  token: CancellationToken,
) => Promise<Answer | ResponseError<never>>;

/** The one place where a bug ends: it is logged with the name of what ran, and the server lives on. */
export interface Boundary {
  /** A request's handler. A bug is answered with an error, never with an empty answer, which would look like "all is well". */
  readonly request: <Params, Answer>(
    name: string,
    answer: (params: Params, token: CancellationToken) => Answer | Promise<Answer>,
  ) => Handler<Params, Answer>;
  /** Runs what nobody waits for: a notification, a step of a loop. Answers whether it went through. */
  readonly run: (name: string, action: () => void) => boolean;
  /** The same for what takes time. */
  readonly runLater: (name: string, action: () => Promise<void>) => void;
}

/** What a request about a document waits for, by its URI; undefined for nothing. */
type Settled = (uri: string) => Promise<void> | undefined;

/** A request about one document is answered once `settled` says so. */
export function createBoundary(log: Log, settled: Settled = () => undefined): Boundary {
  const report = (name: string, error: unknown): void => {
    log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  return {
    request: (name, answer) => async (params, token) => {
      const uri = documentOf(params);
      const waiting = uri === undefined ? undefined : settled(uri);
      if (waiting !== undefined) await waiting;
      if (isCancelled(token)) return cancelled(name);
      try {
        const result = await answer(params, token);
        return isCancelled(token) ? cancelled(name) : result;
      } catch (error) {
        if (error instanceof ResponseError) return error as ResponseError<never>;
        report(name, error);
        return new ResponseError(LSPErrorCodes.RequestFailed, `'${name}' failed; Plumbline's log has the details`);
      }
    },
    run(name, action) {
      try {
        action();
        return true;
      } catch (error) {
        report(name, error);
        return false;
      }
    },
    runLater(name, action) {
      action().catch((error: unknown) => {
        report(name, error);
      });
    },
  };
}

function documentOf(params: unknown): string | undefined {
  const document = ownValue(ownValue(params, 'textDocument'), 'uri');
  return typeof document === 'string' ? document : undefined;
}

function cancelled(name: string): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, `'${name}' was cancelled`);
}

function isCancelled(token: CancellationToken): boolean {
  return token.isCancellationRequested;
}
