import type * as vscode from 'vscode';
import type { MergeRequest } from '../../../../server/src/lsp/protocol.ts';
import { tooltip } from '../../infrastructure/markdown.ts';
import { relativeTime } from '../../infrastructure/relative-time.ts';
import { coloured, row, type Row } from '../../infrastructure/rows.ts';

/** One open merge request with its state; a click opens its page. */
export function mergeRequestRow(mergeRequest: MergeRequest): Row {
  const { iid, title, isDraft, state, pipelineStatus, mergeStatus, author } = mergeRequest;
  const words = [
    ...(isDraft ? ['draft'] : []),
    ...(state === 'opened' ? [] : [state]),
    ...(pipelineStatus === undefined ? [] : [`pipeline ${pipelineStatus}`]),
    readable(mergeStatus),
  ];
  return row({
    label: `!${iid} ${title}`,
    description: words.join(' · '),
    tooltip: tooltip(`!${iid} ${title}`, [
      ['State', [state, ...(isDraft ? ['draft'] : [])].join(', ')],
      ['Branches', `${mergeRequest.sourceBranch} → ${mergeRequest.targetBranch}`],
      ['Pipeline', pipelineStatus],
      ['Merge', readable(mergeStatus)],
      ['Author', author],
      ['Updated', relativeTime(mergeRequest.updatedAt, new Date())],
      ['Link', mergeRequest.webUrl],
    ]),
    icon: mergeRequestIcon(mergeRequest),
    context: 'mergeRequest',
    spoken: `Merge request ${iid}, ${title}, ${words.join(', ')}`,
    command: { title: 'Open in Browser', command: 'plumbline.mergeRequests.openInBrowser', arguments: [mergeRequest] },
  });
}

/** GitLab's words (https://docs.gitlab.com/api/merge_requests/#merge-status) with spaces; new ones pass as they are. */
function readable(mergeStatus: string): string {
  return mergeStatus.replaceAll('_', ' ');
}

function mergeRequestIcon({ state, isDraft, pipelineStatus }: MergeRequest): vscode.ThemeIcon {
  if (state === 'merged') return coloured('git-merge', 'charts.purple');
  if (state === 'closed') return coloured('git-pull-request-closed', 'charts.red');
  if (pipelineStatus === 'failed') return coloured('git-pull-request', 'charts.red');
  if (isDraft) return coloured('git-pull-request-draft');
  return coloured('git-pull-request', 'charts.green');
}
