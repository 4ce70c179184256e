import * as vscode from 'vscode';
import type { ChangedFile, MergeRequestDraft } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';
import { coloured, row, type Row } from '../../infrastructure/rows.ts';
import { mergeRequestRow } from './merge-request-rows.ts';
import { describeNextStep } from './next-step.ts';

/** What a merge request would be made of: an interrupted run, the one that is open, the branch, the changed files. */
export function changeRows(draft: MergeRequestDraft, root: vscode.Uri): readonly Row[] {
  return [
    ...unfinishedRows(draft),
    ...(draft.existing === undefined ? [] : [mergeRequestRow(draft.existing)]),
    ...branchRows(draft),
    ...draft.files.map((file) => fileRow(file, root)),
  ];
}

function unfinishedRows({ unfinished }: MergeRequestDraft): readonly Row[] {
  if (unfinished === undefined) return [];
  return [
    row({
      label: `Unfinished: ${unfinished.title}`,
      description: `next: ${describeNextStep(unfinished.nextStep)}`,
      tooltip: `Branch ${unfinished.branch}. Resume finishes it without a second branch, commit or merge request.`,
      icon: coloured('debug-continue', 'charts.yellow'),
      context: 'unfinished',
      command: { title: 'Resume', command: 'plumbline.mergeRequest.resume' },
    }),
  ];
}

function branchRows(draft: MergeRequestDraft): readonly Row[] {
  if (draft.commitsAhead === 0) return [];
  const commits = counted(draft.commitsAhead, 'commit');
  return [
    row({
      label: draft.currentBranch,
      description: `${commits} ahead of ${draft.targetBranch}`,
      icon: coloured('git-branch'),
    }),
  ];
}

function fileRow(file: ChangedFile, root: vscode.Uri): Row {
  const uri = vscode.Uri.joinPath(root, file.path);
  const slash = file.path.lastIndexOf('/');
  const words = [file.path.slice(0, Math.max(0, slash)), ...(file.staged ? ['staged'] : []), file.status];
  const command = file.status === 'untracked' ? 'vscode.open' : 'git.openChange';
  return row({
    label: file.path.slice(slash + 1),
    description: words.filter((word) => word !== '').join(' · '),
    tooltip: `${file.path}: ${file.status}${file.staged ? ', staged' : ''}`,
    icon: vscode.ThemeIcon.File,
    file: uri,
    command: { title: 'Open Change', command, arguments: [uri] },
  });
}
