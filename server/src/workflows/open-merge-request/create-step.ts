import { pause } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { MergeRequest } from '../../workspace/ports/gitlab.ts';
import type { StepContext } from './context.ts';
import type { Job } from './job.ts';
import { withNote } from './local-steps.ts';

/** A GitLab that is still at work with a request that it has lost the answer of shows the result within this time. */
const ASK_AGAIN_AFTER_MS = [0, 400, 1200];

/**
 * Makes the merge request, unless there is an open one for the branch and the target. The request is sent again only
 * after GitLab was asked and had none; GitLab itself refuses a second one (409), which is taken over.
 */
export async function createStep(context: StepContext, job: Job): Promise<Result<Job>> {
  context.progress('Opening the merge request', 0.75);
  const present = await findOpen(context, job);
  if (!present.ok) return present;
  if (present.value !== undefined) return success(takenOver(job, present.value));
  const sent: Job = { ...job, isCreateSent: true };
  const recorded = await context.record(sent);
  if (!recorded.ok) return recorded;
  const first = await send(context, sent);
  if (first.ok || first.problem.code !== 'unknown-outcome') return first;
  const found = await askRepeatedly(context, sent);
  if (!found.ok) return failure(first.problem);
  if (found.value !== undefined) return success(takenOver(sent, found.value));
  const second = await send(context, sent);
  if (second.ok || second.problem.code !== 'unknown-outcome') return second;
  const last = await askRepeatedly(context, sent);
  return last.ok && last.value !== undefined ? success(takenOver(sent, last.value)) : second;
}

async function send(context: StepContext, job: Job): Promise<Result<Job>> {
  const { sourceBranch, targetBranch, title, description, removeSourceBranch, squash } = job.request;
  const made = await context.gitlab.createMergeRequest(
    job.project.id,
    { sourceBranch, targetBranch, title, description, removeSourceBranch, squash },
    context.token,
  );
  if (made.ok) return success({ ...job, mergeRequest: { iid: made.value.iid, isCreated: true } });
  if (made.problem.code !== 'conflict') return made;
  const named = /!(\d+)/u.exec(made.problem.message)?.[1];
  const other = named === undefined ? await findOpen(context, job) : await show(context, job, Number(named));
  if (!other.ok || other.value === undefined) return made;
  return success(takenOver(job, other.value));
}

function show({ gitlab, token }: StepContext, job: Job, iid: number): Promise<Result<MergeRequest | undefined>> {
  return gitlab.mergeRequest(job.project.id, iid, token);
}

async function findOpen({ gitlab, token }: StepContext, job: Job): Promise<Result<MergeRequest | undefined>> {
  const { sourceBranch, targetBranch } = job.request;
  const filter = { state: 'opened', sourceBranch } as const;
  const found = await gitlab.mergeRequests(job.project.id, filter, token);
  if (!found.ok) return found;
  return success(
    found.value.find(
      (candidate) =>
        candidate.sourceBranch === sourceBranch &&
        candidate.targetBranch === targetBranch &&
        (candidate.sourceProjectId ?? job.project.id) === job.project.id,
    ),
  );
}

async function askRepeatedly(context: StepContext, job: Job): Promise<Result<MergeRequest | undefined>> {
  let answer: Result<MergeRequest | undefined> = success(undefined);
  for (const wait of ASK_AGAIN_AFTER_MS) {
    await pause(wait, context.token);
    answer = await findOpen(context, job);
    if (answer.ok && answer.value !== undefined) return answer;
  }
  return answer;
}

/** An earlier attempt of this job made it when none was there before and it has the job's title. */
function takenOver(job: Job, found: MergeRequest): Job {
  const isCreated = job.isCreateSent && found.title === job.request.title;
  const taken: Job = { ...job, mergeRequest: { iid: found.iid, isCreated } };
  if (isCreated) return taken;
  return withNote(
    taken,
    `!${found.iid} was open for '${found.sourceBranch}' already; it has the new commits now, its title and description are as they were.`,
  );
}
