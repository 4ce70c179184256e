import * as vscode from 'vscode';
import type { LanguageClient, LanguageClientOptions, State } from 'vscode-languageclient/node';
import type {
  AccountsParams,
  Failure,
  InitializationOptions,
  Outcome,
  StateChangedParams,
  TokenParams,
  TokenResult,
} from '../../../server/src/lsp/protocol.ts';
import { accountsNotification, stateChangedNotification, tokenRequest } from '../../../server/src/lsp/protocol.ts';
import type { Requests } from './requests.ts';
import { createRestartPolicy } from './restart-policy.ts';

export interface RequestOptions {
  readonly cancellation?: vscode.CancellationToken;
  /** Called with the words and the percentage (0 to 100) of each step. Sent only for parameters with a `workDoneToken`. */
  readonly onProgress?: (message: string | undefined, percentage: number | undefined) => void;
}

/** The language server as features see it. It is started by the first use and started again when it dies. */
export interface ServerConnection {
  readonly dispose: () => void;
  readonly request: <Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]['params'],
    options?: RequestOptions,
  ) => Promise<Outcome<Requests[Method]['value']>>;
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly sendAccounts: (accounts: AccountsParams) => Promise<void>;
  readonly onStateChanged: vscode.Event<StateChangedParams>;
  /** The server is up; also after it was started again. */
  readonly onReady: vscode.Event<void>;
}

export interface ServerNeeds {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly token: (params: TokenParams) => Promise<TokenResult>;
}

const documentSelector = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'untitled', language: 'yaml' },
  { scheme: 'file', pattern: '**/.gitlab-ci.{yml,yaml}' },
  { scheme: 'file', pattern: '**/{K,k}ustomization{,.yaml,.yml}' },
  { scheme: 'file', pattern: '**/.plumbline.{yml,yaml}' },
];

export function createServerConnection(needs: ServerNeeds): ServerConnection {
  const stateChanged = new vscode.EventEmitter<StateChangedParams>();
  const ready = new vscode.EventEmitter<void>();
  let starting: Promise<LanguageClient> | undefined;

  const start = async (): Promise<LanguageClient> => {
    starting ??= startClient(needs, { stateChanged, ready }).catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };
  const stop = async (): Promise<void> => {
    const running = starting;
    starting = undefined;
    await (await running?.catch(() => undefined))?.dispose();
  };

  return {
    request: async (method, params, options) => {
      const client = await start().catch((error: unknown) => notStarted(needs.log, error));
      if (!('sendRequest' in client)) return { ok: false, problem: client };
      return sendRequest(client, method, params, options);
    },
    start: async () => {
      await start();
    },
    restart: async () => {
      await stop();
      await start();
    },
    sendAccounts: async (accounts) => {
      await (await start()).sendNotification(accountsNotification, accounts);
    },
    onStateChanged: stateChanged.event,
    onReady: ready.event,
    dispose: () => {
      void stop();
      stateChanged.dispose();
      ready.dispose();
    },
  };
}

interface Emitters {
  readonly stateChanged: vscode.EventEmitter<StateChangedParams>;
  readonly ready: vscode.EventEmitter<void>;
}

async function startClient(needs: ServerNeeds, emitters: Emitters): Promise<LanguageClient> {
  // Loaded here and not at the top: the library is most of the bundle, and activation must not wait for it.
  const { LanguageClient, TransportKind, State: ClientState } = await import('vscode-languageclient/node');
  const module = vscode.Uri.joinPath(needs.context.extensionUri, 'dist', 'server.cjs').fsPath;
  await vscode.workspace.fs.createDirectory(needs.context.globalStorageUri);
  const client = new LanguageClient(
    'plumbline',
    'Plumbline',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    await clientOptions(needs),
  );
  client.onRequest(tokenRequest, needs.token);
  client.onNotification(stateChangedNotification, (params: StateChangedParams) => {
    emitters.stateChanged.fire(params);
  });
  client.onDidChangeState(({ newState }: { newState: State }) => {
    if (newState === ClientState.Running) emitters.ready.fire();
  });
  await client.start();
  return client;
}

async function clientOptions(needs: ServerNeeds): Promise<LanguageClientOptions> {
  const { CloseAction, ErrorAction, RevealOutputChannelOn } = await import('vscode-languageclient/node');
  const mayRestart = createRestartPolicy();
  const initializationOptions = (): InitializationOptions => ({
    isWorkspaceTrusted: vscode.workspace.isTrusted,
    storagePath: needs.context.globalStorageUri.fsPath,
  });
  return {
    documentSelector,
    diagnosticCollectionName: 'plumbline',
    outputChannel: needs.log,
    traceOutputChannel: needs.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    markdown: { supportThemeIcons: true },
    errorHandler: {
      error: (_error, _message, count) => ({
        action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      closed: () => {
        const again = mayRestart(Date.now());
        void tellServerStopped(needs.log, again);
        return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
      },
    },
  };
}

async function tellServerStopped(log: vscode.LogOutputChannel, startedAgain: boolean): Promise<void> {
  log.error(`The language server ended unexpectedly. ${startedAgain ? 'It is started again.' : 'It stays down.'}`);
  const restart = 'Restart';
  const showLog = 'Show Log';
  const pressed = startedAgain
    ? await vscode.window.showWarningMessage(
        'The Plumbline language server stopped and was started again. Your files are as they were.',
        showLog,
      )
    : await vscode.window.showErrorMessage(
        'The Plumbline language server stopped 5 times in 3 minutes and stays down. Validation and views wait until it runs again.',
        restart,
        showLog,
      );
  if (pressed === restart) await vscode.commands.executeCommand('plumbline.server.restart');
  if (pressed === showLog) log.show();
}

function notStarted(log: vscode.LogOutputChannel, error: unknown): Failure {
  log.error('The language server did not start', error);
  return {
    code: 'server-not-started',
    message: 'The Plumbline language server did not start.',
    action: "Run 'Plumbline: Restart Language Server', or look into the log.",
  };
}

let lastProgressToken = 0;

async function sendRequest<Method extends keyof Requests>(
  client: LanguageClient,
  method: Method,
  params: Requests[Method]['params'],
  options: RequestOptions = {},
): Promise<Outcome<Requests[Method]['value']>> {
  const { onProgress } = options;
  const workDoneToken = `plumbline-client-${++lastProgressToken}`;
  const listening = onProgress === undefined ? undefined : await listen(client, workDoneToken, onProgress);
  try {
    const sent = onProgress === undefined ? params : { ...params, workDoneToken };
    // An undefined token would count as a second parameter and reach the server as null in the place of its own token.
    const rest = options.cancellation === undefined ? [] : [options.cancellation];
    return await client.sendRequest<Outcome<Requests[Method]['value']>>(method, sent, ...rest);
  } catch (error) {
    if (options.cancellation?.isCancellationRequested === true)
      return { ok: false, problem: { code: 'cancelled', message: 'Cancelled.' } };
    if (client.isRunning() && isAnswerOfServer(error)) throw error;
    return {
      ok: false,
      problem: {
        code: 'server-stopped',
        message: 'The Plumbline language server stopped while it worked on this.',
        action: 'It is started again; then try once more.',
      },
    };
  } finally {
    listening?.dispose();
  }
}

/** A bug in the server is answered with a code of its own; a connection that broke is not. */
function isAnswerOfServer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  // -32097: pending response rejected because the connection was disposed; -32096 … -32099 are the connection's own.
  return typeof code === 'number' && (code < -32099 || code > -32096);
}

async function listen(
  client: LanguageClient,
  token: string,
  onProgress: NonNullable<RequestOptions['onProgress']>,
): Promise<vscode.Disposable> {
  const { WorkDoneProgress } = await import('vscode-languageclient/node');
  return client.onProgress(WorkDoneProgress.type, token, (part) => {
    if (part.kind !== 'end') onProgress(part.message, part.percentage);
  });
}
