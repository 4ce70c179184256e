import * as vscode from 'vscode';
import { mergeRequestDraftRequest, type MergeRequestDraft } from '../../../../server/src/lsp/protocol.ts';
import { setContextKey } from '../../infrastructure/context-keys.ts';
import { counted } from '../../infrastructure/counted.ts';
import { createProjectView, type ProjectView } from '../../infrastructure/project-view.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { changeRows } from './change-rows.ts';
import { describeNextStep } from './next-step.ts';

/** Long enough that a run of saves asks once. */
const restAfterSave = 1000;

/** The changes view and the item in the status bar: both show what a merge request would be made of. */
export function activateChanges(shared: Shared): ProjectView {
  const { boundary, context, server } = shared;
  const status = vscode.window.createStatusBarItem('plumbline.change', vscode.StatusBarAlignment.Left, 10);
  status.name = 'Plumbline: Change';
  const view = createProjectView<MergeRequestDraft>(shared, {
    name: 'changes',
    retry: 'plumbline.changes.refresh',
    load: (folder) => server.request(mergeRequestDraftRequest, { folder }),
    rows: (draft) => {
      const state = shared.projects.current();
      return state.kind === 'ready' ? changeRows(draft, vscode.Uri.parse(state.folder)) : [];
    },
    onValue: (draft) => {
      setContextKey('mergeRequestUnfinished', draft?.unfinished !== undefined);
      showStatus(status, draft);
    },
    always: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const refreshSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (shared.projects.current().kind === 'ready') boundary.background('loading changes', () => view.refresh());
    }, restAfterSave);
  };
  context.subscriptions.push(
    view,
    status,
    boundary.command('plumbline.changes.refresh', () => view.refresh()),
    vscode.workspace.onDidSaveTextDocument(refreshSoon),
    vscode.workspace.onDidCreateFiles(refreshSoon),
    vscode.workspace.onDidDeleteFiles(refreshSoon),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) refreshSoon();
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
  );
  return view;
}

function showStatus(status: vscode.StatusBarItem, draft: MergeRequestDraft | undefined): void {
  const shown = draft && describe(draft);
  if (shown === undefined) {
    status.hide();
    return;
  }
  status.text = shown.text;
  status.tooltip = shown.tooltip;
  status.command = shown.command;
  status.show();
}

function describe(
  draft: MergeRequestDraft,
): { readonly text: string; readonly tooltip: string; readonly command: string | vscode.Command } | undefined {
  const { unfinished, existing, files, commitsAhead } = draft;
  const open = 'plumbline.mergeRequest.open';
  if (unfinished !== undefined)
    return {
      text: '$(debug-continue) Merge request unfinished',
      tooltip: `Resume '${unfinished.title}'; next: ${describeNextStep(unfinished.nextStep)}`,
      command: 'plumbline.mergeRequest.resume',
    };
  const changes = files.length > 0 ? counted(files.length, 'change') : '';
  if (existing !== undefined)
    return {
      text: `$(git-pull-request) !${existing.iid}${changes === '' ? '' : ` · ${changes}`}`,
      tooltip: `!${existing.iid} ${existing.title} (${existing.sourceBranch} → ${existing.targetBranch})`,
      command: open,
    };
  if (changes !== '')
    return { text: `$(git-pull-request-create) ${changes}`, tooltip: 'Open Merge Request', command: open };
  if (commitsAhead === 0) return undefined;
  const commits = counted(commitsAhead, 'commit');
  return { text: `$(git-pull-request-create) ${commits}`, tooltip: 'Open Merge Request', command: open };
}
