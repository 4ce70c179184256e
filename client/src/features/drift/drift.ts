import * as vscode from 'vscode';
import { checkDriftRequest, type CheckDriftResult, type Outcome } from '../../../../server/src/lsp/protocol.ts';
import { setContextKey } from '../../infrastructure/context-keys.ts';
import { counted } from '../../infrastructure/counted.ts';
import { currentFolder } from '../../infrastructure/folders.ts';
import { createRowView, type RowView } from '../../infrastructure/row-view.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { configureDrift } from './configure.ts';
import { driftRows } from './drift-rows.ts';

/** The drift view, its command and its item in the status bar. The values themselves stand on the lines, by the server. */
export function activateDrift(shared: Shared): void {
  const { boundary, context } = shared;
  const view = createRowView('drift');
  view.show({ kind: 'welcome' });
  const status = vscode.window.createStatusBarItem('plumbline.drift', vscode.StatusBarAlignment.Left, 9);
  status.name = 'Plumbline: Drift';
  context.subscriptions.push(
    view,
    status,
    boundary.command('plumbline.drift.check', () => checkDrift(shared, view, status)),
    boundary.command('plumbline.drift.configure', () => configureDrift()),
    watchConfiguration(shared, status),
  );
}

/** The status bar item is there from the start in folders that configure drift, so that the check can be found. */
function watchConfiguration({ boundary }: Shared, status: vscode.StatusBarItem): vscode.Disposable {
  const look = async (): Promise<void> => {
    const found = await vscode.workspace.findFiles('.plumbline.{yml,yaml}', null, 1);
    setContextKey('driftConfigured', found.length > 0);
    if (found.length > 0 && status.text === '') showUnchecked(status);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/.plumbline.{yml,yaml}', false, true, false);
  const again = (): void => {
    boundary.background('looking for .plumbline.yml', look);
  };
  again();
  return vscode.Disposable.from(watcher, watcher.onDidCreate(again), watcher.onDidDelete(again));
}

function showUnchecked(status: vscode.StatusBarItem): void {
  status.text = '$(pulse) Drift: not checked';
  status.tooltip = 'Check Drift: compare what is live with what the files say';
  status.command = 'plumbline.drift.check';
  status.show();
}

async function checkDrift({ server, boundary }: Shared, view: RowView, status: vscode.StatusBarItem): Promise<void> {
  const folder = currentFolder();
  if (folder === undefined) {
    await boundary.show({ code: 'invalid', message: 'Drift needs an open folder.', action: 'Open the repository.' });
    return;
  }
  const options = { location: vscode.ProgressLocation.Notification, title: 'Checking drift', cancellable: true };
  const outcome = await vscode.window.withProgress(options, (progress, cancellation) =>
    server.request(
      checkDriftRequest,
      { folder: folder.uri.toString() },
      {
        cancellation,
        onProgress: (message) => {
          progress.report(message === undefined ? {} : { message });
        },
      },
    ),
  );
  if (!outcome.ok && outcome.problem.code === 'cancelled') return;
  showResult(outcome, view, status);
  await vscode.commands.executeCommand('plumbline.drift.focus');
}

function showResult(outcome: Outcome<CheckDriftResult>, view: RowView, status: vscode.StatusBarItem): void {
  status.command = 'plumbline.drift.focus';
  status.show();
  if (!outcome.ok) {
    view.show({ kind: 'failed', problem: outcome.problem, retry: 'plumbline.drift.check' });
    status.text = '$(question) Drift: unknown';
    status.tooltip = outcome.problem.message;
    return;
  }
  const { environments } = outcome.value;
  view.show({ kind: 'rows', rows: driftRows(environments) });
  const differing = environments.reduce((sum, { drifted, missing }) => sum + drifted + missing, 0);
  const unknown = environments.some((summary) => summary.problem !== undefined || summary.unknown > 0);
  status.text =
    differing > 0
      ? `$(warning) Drift: ${counted(differing, 'object')}`
      : unknown
        ? '$(question) Drift: unknown'
        : '$(pass) Drift: in sync';
  status.tooltip = environments
    .map(({ environment, at }) => (at === '' ? environment : `${environment}, ${new Date(at).toLocaleString()}`))
    .join('\n');
}
