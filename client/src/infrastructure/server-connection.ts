import * as vscode from 'vscode';
import type { AccountsParams, Failure, StateChangedParams } from '../../../server/src/lsp/protocol.ts';
import type { RunningServer, SendRequest, ServerEvents, ServerNeeds } from './running-server.ts';

/** The language server as features see it. It is started by the first use and started again when it dies. */
export interface ServerConnection {
  readonly request: SendRequest;
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly sendAccounts: (accounts: AccountsParams) => Promise<void>;
  readonly onStateChanged: vscode.Event<StateChangedParams>;
  /** The server is up; also after it was started again. */
  readonly onReady: vscode.Event<void>;
  readonly dispose: () => void;
}

/** A connection whose server is started when it is first needed. */
export function createServerConnection(needs: ServerNeeds): ServerConnection {
  const stateChanged = new vscode.EventEmitter<StateChangedParams>();
  const ready = new vscode.EventEmitter<void>();
  const events: ServerEvents = {
    stateChanged: (params) => {
      stateChanged.fire(params);
    },
    ready: () => {
      ready.fire();
    },
  };
  let starting: Promise<RunningServer> | undefined;
  const start = async (): Promise<RunningServer> => {
    starting ??= startServer(needs, events).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };
  const stop = async (): Promise<void> => {
    const running = starting;
    starting = undefined;
    await (await running?.catch(() => undefined))?.stop();
  };
  return {
    request: async (method, params, options) => {
      const server = await start().catch((error: unknown) => notStarted(needs.log, error));
      return 'request' in server ? server.request(method, params, options) : { ok: false, problem: server };
    },
    start: async () => {
      await start();
    },
    restart: async () => {
      await stop();
      await start();
    },
    sendAccounts: async (accounts) => (await start()).sendAccounts(accounts),
    onStateChanged: stateChanged.event,
    onReady: ready.event,
    dispose: () => {
      void stop();
      stateChanged.dispose();
      ready.dispose();
    },
  };
}

/** The protocol's library is most of the code, so it lies in a bundle of its own, which activation does not wait for. */
async function startServer(needs: ServerNeeds, events: ServerEvents): Promise<RunningServer> {
  const begun = performance.now();
  const { startLanguageClient } = await import('./language-client.ts');
  const loaded = performance.now();
  const running = await startLanguageClient(needs, events);
  const milliseconds = (from: number, to: number): string => `${(to - from).toFixed(0)} ms`;
  needs.log.info(
    `The language server runs: client loaded in ${milliseconds(begun, loaded)}, server up after ${milliseconds(loaded, performance.now())}.`,
  );
  return running;
}

function notStarted(log: vscode.LogOutputChannel, error: unknown): Failure {
  log.error('The language server did not start', error);
  return {
    code: 'server-not-started',
    message: 'The Plumbline language server did not start.',
    action: "Run 'Plumbline: Restart Language Server', or look into the log.",
  };
}
