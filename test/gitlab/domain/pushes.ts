import type { Refs } from '../git/refs.ts';
import { timestamp, type ProjectRecord, type State, type UserRecord } from '../state.ts';
import { branchPipeline, mergeRequestPipeline } from './pipelines.ts';
import { openMergeRequestsOf, sourceBranchMoved } from './merge-requests.ts';

interface RefChange {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function changesBetween(before: Refs, after: Refs): readonly RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((ref) => ({ ref, before: before.get(ref), after: after.get(ref) }))
    .filter((change) => change.before !== change.after);
}

/** What GitLab does after refs changed, by a push or through the API: pipelines, and the merge requests' heads. */
export async function refsChanged(
  state: State,
  project: ProjectRecord,
  user: UserRecord,
  changes: readonly RefChange[],
): Promise<void> {
  project.lastActivityAt = timestamp(state);
  for (const change of changes) {
    const branch = /^refs\/heads\/(.+)$/u.exec(change.ref)?.[1];
    if (branch === undefined || change.after === undefined) continue;
    await branchPipeline(state, project, { branch, before: change.before, after: change.after, user });
    for (const mergeRequest of openMergeRequestsOf(project, branch)) {
      await sourceBranchMoved(state, project, mergeRequest, change.after);
      await mergeRequestPipeline(state, project, mergeRequest, user);
    }
  }
}
