import { refuse } from '../http/answer.ts';
import { mergeBase } from '../git/commits.ts';
import { changedPaths } from '../git/diffs.ts';
import { branchHead, updateRef } from '../git/refs.ts';
import { gitMaybe } from '../git/run.ts';
import {
  nextId,
  timestamp,
  type DiffRefs,
  type MergeRequestRecord,
  type ProjectRecord,
  type State,
  type UserRecord,
} from '../state.ts';
import { mergeRequestPipeline } from './pipelines.ts';

export interface NewMergeRequest {
  readonly title: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly description?: string | null;
  readonly assigneeIds?: readonly number[];
  readonly reviewerIds?: readonly number[];
  readonly labels?: readonly string[];
  readonly squash?: boolean;
  readonly removeSourceBranch?: boolean | null;
}

export function openMergeRequestsOf(project: ProjectRecord, sourceBranch: string): readonly MergeRequestRecord[] {
  return project.mergeRequests.filter(
    (candidate) => candidate.state === 'opened' && candidate.sourceBranch === sourceBranch,
  );
}

/** GitLab allows one open merge request from a branch to a branch. */
export function refuseSecond(project: ProjectRecord, source: string, target: string, except?: number): void {
  const open = openMergeRequestsOf(project, source).find(
    (candidate) => candidate.targetBranch === target && candidate.iid !== except,
  );
  if (open !== undefined) {
    refuse(409, [`Another open merge request already exists for this source branch: !${open.iid}`]);
  }
}

async function checkNew(project: ProjectRecord, request: NewMergeRequest): Promise<string> {
  if (request.title.trim() === '') refuse(400, { title: ["can't be blank"] });
  if (request.title.length > 255) refuse(400, { title: ['is too long (maximum is 255 characters)'] });
  if (request.sourceBranch === request.targetBranch) {
    refuse(422, ["You can't use same project/branch for source and target"]);
  }
  refuseSecond(project, request.sourceBranch, request.targetBranch);
  const head = await branchHead(project.repository, request.sourceBranch);
  if (head === undefined) return refuse(422, [`Source branch "${request.sourceBranch}" does not exist`]);
  if ((await branchHead(project.repository, request.targetBranch)) === undefined) {
    return refuse(422, [`Target branch "${request.targetBranch}" does not exist`]);
  }
  return head;
}

/** Opens a merge request; its diff, checks and pipeline follow in the background, as with GitLab. */
export async function createMergeRequest(
  state: State,
  project: ProjectRecord,
  author: UserRecord,
  request: NewMergeRequest,
): Promise<MergeRequestRecord> {
  const sha = await checkNew(project, request);
  // A second request may have come while Git was asked.
  refuseSecond(project, request.sourceBranch, request.targetBranch);
  const record: MergeRequestRecord = {
    id: nextId(state),
    iid: project.mergeRequests.length + 1,
    sourceBranch: request.sourceBranch,
    targetBranch: request.targetBranch,
    authorId: author.id,
    title: request.title,
    description: request.description ?? null,
    state: 'opened',
    createdAt: timestamp(state),
    updatedAt: timestamp(state),
    assigneeIds: request.assigneeIds ?? [],
    reviewerIds: request.reviewerIds ?? [],
    labels: request.labels ?? [],
    squash: request.squash ?? false,
    removeSourceBranch: request.removeSourceBranch ?? null,
    sha,
    preparedAt: null,
    diffRefs: null,
    changesCount: null,
    mergeStatus: 'checking',
    detailedMergeStatus: 'preparing',
    closedAt: null,
    closedById: null,
    mergedAt: null,
    mergedById: null,
    mergeCommitSha: null,
  };
  project.mergeRequests.push(record);
  await updateRef(project.repository, `refs/merge-requests/${record.iid}/head`, sha);
  state.background.later(async () => {
    await mergeRequestPipeline(state, project, record, author);
    await prepare(state, project, record);
    record.preparedAt = timestamp(state);
  });
  return record;
}

/** The three commits that a merge request's diff lies between. */
async function diffRefsOf(project: ProjectRecord, mergeRequest: MergeRequestRecord): Promise<DiffRefs | null> {
  const target = await branchHead(project.repository, mergeRequest.targetBranch);
  if (target === undefined) return mergeRequest.diffRefs;
  const base = (await mergeBase(project.repository, [target, mergeRequest.sha])) ?? target;
  return { base_sha: base, start_sha: base, head_sha: mergeRequest.sha };
}

async function prepare(state: State, project: ProjectRecord, record: MergeRequestRecord): Promise<void> {
  const refs = await diffRefsOf(project, record);
  if (refs === null || record.state !== 'opened') return;
  record.diffRefs = refs;
  const paths = await changedPaths(project.repository, refs.base_sha, refs.head_sha);
  record.changesCount = paths.length === 0 ? null : paths.length > 1000 ? '1000+' : String(paths.length);
  const target = await branchHead(project.repository, record.targetBranch);
  // `merge-tree` ends with 1 when the two sides conflict.
  const merged = await gitMaybe(project.repository, [
    'merge-tree',
    '--write-tree',
    target ?? refs.base_sha,
    record.sha,
  ]);
  record.mergeStatus = merged === undefined ? 'cannot_be_merged' : 'can_be_merged';
  record.detailedMergeStatus = detailedStatus(record, merged === undefined, paths.length);
  record.updatedAt = timestamp(state);
}

function detailedStatus(record: MergeRequestRecord, conflict: boolean, changes: number): string {
  if (record.state !== 'opened') return 'not_open';
  if (isDraft(record.title)) return 'draft_status';
  if (conflict) return 'conflict';
  return changes === 0 ? 'commits_status' : 'mergeable';
}

export function isDraft(title: string): boolean {
  return /^\s*(draft:|\[draft\]|\(draft\))/iu.test(title);
}

/** After a push to the source branch: the new head at once, diff and checks in the background. */
export async function sourceBranchMoved(
  state: State,
  project: ProjectRecord,
  record: MergeRequestRecord,
  head: string,
): Promise<void> {
  record.sha = head;
  record.mergeStatus = 'checking';
  record.detailedMergeStatus = 'checking';
  record.updatedAt = timestamp(state);
  await updateRef(project.repository, `refs/merge-requests/${record.iid}/head`, head);
  recheck(state, project, record);
}

/** Looks again, in the background, whether the merge request can be merged. */
export function recheck(state: State, project: ProjectRecord, record: MergeRequestRecord): void {
  state.background.later(() => prepare(state, project, record));
}
