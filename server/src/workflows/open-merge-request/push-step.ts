import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { GitCredential } from '../../workspace/ports/git.ts';
import { commitOf, credentialOf, shortId, type StepContext } from './context.ts';
import type { Job } from './job.ts';
import { contains, withNote } from './local-steps.ts';

interface PushPlan {
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  readonly credential: GitCredential | undefined;
}

/** Pushes the branch, unless the server has it. A lost answer is cleared up by asking the server for the branch. */
export async function pushStep(context: StepContext, job: Job): Promise<Result<Job>> {
  const { remote } = job.project;
  const branch = job.request.sourceBranch;
  context.progress(`Pushing '${branch}' to '${remote}'`, 0.5);
  const credential = await credentialOf(context, remote);
  if (!credential.ok) return credential;
  const tip = await tipOf(context, job);
  if (!tip.ok) return tip;
  const plan: PushPlan = { remote, branch, commit: tip.value.commit, credential: credential.value };
  const pushed = await pushUntilKnown(context, plan);
  if (!pushed.ok) return pushed;
  const seen = await noteOnRemote(context, plan);
  if (!seen.ok) return seen;
  const upstream = await context.repository.setUpstream(branch, remote);
  const noted = upstream.ok
    ? job
    : withNote(job, `The upstream of '${branch}' could not be set: ${upstream.problem.message}`);
  const moved = /(was moved to|has moved to) .*/iu.exec(pushed.value)?.[0];
  const told = moved === undefined ? noted : withNote(noted, `The server says that the project ${moved}`);
  return success({ ...[tip.value.note].flatMap((note) => note ?? []).reduce(withNote, told), commitId: plan.commit });
}

/** A push whose answer was lost leaves no trace here: `origin/<branch>` is brought in line with what the server has. */
async function noteOnRemote({ repository }: StepContext, plan: PushPlan): Promise<Result<void>> {
  const tracked = await repository.commit(`refs/remotes/${plan.remote}/${plan.branch}`);
  if (!tracked.ok) return tracked;
  if (tracked.value?.id === plan.commit) return success(undefined);
  return repository.fetchBranch(plan.remote, plan.branch, plan.credential);
}

/** The user's branch as it is now: after a declined push it may have been amended or added to. */
async function tipOf({ repository }: StepContext, job: Job): Promise<Result<{ commit: string; note?: string }>> {
  const { sourceBranch } = job.request;
  const tip = await repository.commit(`refs/heads/${sourceBranch}`);
  if (!tip.ok) return tip;
  const planned = commitOf(job);
  if (tip.value === undefined || tip.value.id === planned) return success({ commit: planned });
  const note = `'${sourceBranch}' has moved since the commit ${shortId(planned)} was made; it was pushed as it is now (${shortId(tip.value.id)}).`;
  return success({ commit: tip.value.id, note });
}

/**
 * The server's words when it was pushed now; empty when it was there. After a lost answer, and after "the branch has
 * moved" (the push of a killed run may still have been under way), the server is asked; `pushOnce` does that first.
 */
async function pushUntilKnown(context: StepContext, plan: PushPlan): Promise<Result<string>> {
  const first = await pushOnce(context, plan);
  if (first.ok || !['unknown-outcome', 'conflict'].includes(first.problem.code)) return first;
  const second = await pushOnce(context, plan);
  // Not even the question was answered: the first problem says more.
  return !second.ok && second.problem.code === 'offline' ? first : second;
}

async function pushOnce(context: StepContext, plan: PushPlan): Promise<Result<string>> {
  const { repository } = context;
  const branches = await repository.remoteBranches(plan.remote, [plan.branch], plan.credential);
  if (!branches.ok) return branches;
  const present = branches.value.get(plan.branch);
  if (present === plan.commit) return success('');
  if (present !== undefined) {
    const isOlder = await contains(context, plan.commit, present);
    if (!isOlder.ok) return isOlder;
    if (!isOlder.value) return failure(takenBranch(plan, present));
  }
  const pushed = await repository.push({
    remote: plan.remote,
    branch: plan.branch,
    commit: plan.commit,
    isNew: present === undefined,
    ...(plan.credential !== undefined && { credential: plan.credential }),
  });
  return pushed.ok ? success(pushed.value.remoteWords) : pushed;
}

function takenBranch({ remote, branch }: PushPlan, present: string): Problem {
  return {
    code: 'conflict',
    message: `The branch '${branch}' on '${remote}' has other commits (it is at ${shortId(present)}).`,
    action: `Get them with git pull --rebase ${remote} ${branch}, or discard this run and choose another branch name.`,
  };
}
