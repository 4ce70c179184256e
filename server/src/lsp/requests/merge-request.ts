import * as protocol from '../protocol.ts';
import { serve, type RequestSetup } from './context.ts';
import { withFolder } from './project.ts';

/** Drafting, opening and listing merge requests. */
export function registerMergeRequestRequests(setup: RequestSetup): void {
  const { connection } = setup;
  connection.onRequest(protocol.mergeRequestDraftRequest, serve(setup, 'mergeRequestDraft', withFolder));
  connection.onRequest(protocol.proposeBranchRequest, serve(setup, 'proposeBranch', withFolder));
  connection.onRequest(protocol.openMergeRequestRequest, serve(setup, 'openMergeRequest', withFolder));
  connection.onRequest(protocol.mergeRequestsRequest, serve(setup, 'mergeRequests', withFolder));
}
