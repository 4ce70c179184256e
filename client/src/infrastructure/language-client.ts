import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgress,
  type ErrorHandler,
} from 'vscode-languageclient/node';
import type { InitializationOptions, Outcome, StateChangedParams } from '../../../server/src/lsp/protocol.ts';
import {
  accountsNotification,
  includeScheme,
  stateChangedNotification,
  tokenRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Requests } from './requests.ts';
import { createRestartPolicy } from './restart-policy.ts';
import type { RequestOptions, RunningServer, ServerEvents, ServerNeeds } from './running-server.ts';

const documentSelector = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'untitled', language: 'yaml' },
  { scheme: includeScheme, language: 'yaml' },
  { scheme: 'file', pattern: '**/.gitlab-ci.{yml,yaml}' },
  { scheme: 'file', pattern: '**/{Kustomization,kustomization.yaml,kustomization.yml}' },
  { scheme: 'file', pattern: '**/.plumbline.{yml,yaml}' },
  { scheme: 'file', pattern: '**/CODEOWNERS' },
];

/** Starts `dist/server.cjs` and answers when it has said what it can do. */
export async function startLanguageClient(needs: ServerNeeds, events: ServerEvents): Promise<RunningServer> {
  const { context, log } = needs;
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const debugging = { execArgv: ['--nolazy', '--inspect=6009'] };
  const client = new LanguageClient(
    'plumbline',
    'Plumbline',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: debugging },
    },
    {
      documentSelector,
      diagnosticCollectionName: 'plumbline',
      // Both are the redacting log, so that no message reaches a file with a token in it.
      outputChannel: log,
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({
        isWorkspaceTrusted: vscode.workspace.isTrusted,
        storagePath: context.globalStorageUri.fsPath,
      }),
      // Texts of a repository may stand in a hover; they can lead to this command only, which changes nothing.
      markdown: { supportThemeIcons: true, isTrusted: { enabledCommands: ['plumbline.pipeline.showMerged'] } },
      errorHandler: errorHandler(log),
    },
  );
  client.onRequest(tokenRequest, needs.token);
  client.onNotification(stateChangedNotification, (params: StateChangedParams) => {
    events.stateChanged(params);
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) events.ready();
  });
  await client.start();
  return {
    request: (method, params, options) => sendRequest(client, method, params, options),
    sendAccounts: (accounts) => client.sendNotification(accountsNotification, accounts),
    stop: () => client.dispose(),
  };
}

function errorHandler(log: vscode.LogOutputChannel): ErrorHandler {
  const mayRestart = createRestartPolicy();
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const again = mayRestart(Date.now());
      void tellServerStopped(log, again);
      return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
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

let lastProgressToken = 0;

async function sendRequest<Method extends keyof Requests>(
  client: LanguageClient,
  method: Method,
  params: Requests[Method]['params'],
  { cancellation, onProgress }: RequestOptions = {},
): Promise<Outcome<Requests[Method]['value']>> {
  const workDoneToken = `plumbline-client-${++lastProgressToken}`;
  const listening =
    onProgress &&
    client.onProgress(WorkDoneProgress.type, workDoneToken, (part) => {
      if (part.kind !== 'end') onProgress(part.message, part.percentage);
    });
  try {
    return await client.sendRequest<Outcome<Requests[Method]['value']>>(
      method,
      onProgress === undefined ? params : { ...params, workDoneToken },
      // An absent token would travel as a second parameter.
      cancellation ?? new vscode.CancellationTokenSource().token,
    );
  } catch (error) {
    if (cancellation?.isCancellationRequested === true)
      return { ok: false, problem: { code: 'cancelled', message: 'Cancelled.' } };
    if (isAnswerOfServer(error)) throw error;
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

/** A bug in the server is answered with a code of its own. -32099 to -32096 are the connection's, which broke or never was. */
function isAnswerOfServer(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && (code < -32099 || code > -32096);
}
