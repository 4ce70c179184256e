import * as vscode from 'vscode';
import {
  mergeRequestsRequest,
  type MergeRequest,
  type MergeRequestsResult,
} from '../../../../server/src/lsp/protocol.ts';
import { createProjectView } from '../../infrastructure/project-view.ts';
import type { Row } from '../../infrastructure/rows.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { activateChanges } from './changes.ts';
import { continueCommand, continueWithDescription } from './description.ts';
import { copyLink, openInBrowser } from './links.ts';
import { mergeRequestRow } from './merge-request-rows.ts';
import { openMergeRequest, resumeMergeRequest } from './open.ts';

/** Open Merge Request, its resumption, and the views of changes and of open merge requests. */
export function activateMergeRequest(shared: Shared): void {
  const { boundary, context, server } = shared;
  const ofRow = new WeakMap<object, MergeRequest>();
  let newest: readonly MergeRequest[] = [];
  const changes = activateChanges(shared);
  const view = createProjectView<MergeRequestsResult>(shared, {
    name: 'mergeRequests',
    retry: 'plumbline.mergeRequests.refresh',
    load: (folder) => server.request(mergeRequestsRequest, { folder }),
    rows: ({ mergeRequests }) =>
      mergeRequests.map((mergeRequest): Row => {
        const row = mergeRequestRow(mergeRequest);
        ofRow.set(row, mergeRequest);
        return row;
      }),
    onValue: (value) => {
      newest = value?.mergeRequests ?? [];
    },
  });
  const refresh = (): void => {
    boundary.background('loading merge requests', async () => {
      await Promise.all([changes.refresh(), view.refresh()]);
    });
  };
  const choose = async (given: unknown): Promise<MergeRequest | undefined> => {
    // A click gives the merge request, a menu its row, the palette nothing.
    if (typeof given === 'object' && given !== null)
      return ofRow.get(given) ?? ('iid' in given ? (given as MergeRequest) : undefined);
    if (newest.length === 0) await view.load();
    return pickMergeRequest(newest);
  };
  context.subscriptions.push(
    view,
    boundary.command('plumbline.mergeRequest.open', () => openMergeRequest(shared, refresh)),
    boundary.command('plumbline.mergeRequest.resume', () => resumeMergeRequest(shared, refresh)),
    boundary.command(continueCommand, continueWithDescription),
    boundary.command('plumbline.mergeRequests.refresh', () => view.refresh()),
    boundary.command('plumbline.mergeRequests.openInBrowser', async (given) => {
      const chosen = await choose(given);
      if (chosen !== undefined) await openInBrowser(chosen);
    }),
    boundary.command('plumbline.mergeRequests.copyLink', async (given) => {
      const chosen = await choose(given);
      if (chosen !== undefined) await copyLink(chosen);
    }),
    server.onStateChanged(({ areas }) => {
      if (areas.includes('mergeRequests')) refresh();
    }),
  );
}

async function pickMergeRequest(mergeRequests: readonly MergeRequest[]): Promise<MergeRequest | undefined> {
  const items = mergeRequests.map((mergeRequest) => ({
    label: `!${mergeRequest.iid} ${mergeRequest.title}`,
    description: `${mergeRequest.sourceBranch} → ${mergeRequest.targetBranch}`,
    mergeRequest,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Merge request' }))?.mergeRequest;
}
