import { success, type Result } from '../../base/result.ts';
import { commitOf, shortId, type StepContext } from './context.ts';
import type { Job } from './job.ts';

/** Writes the commit object. The journal holds all that its name is computed from, so a second run makes the same. */
export async function commitStep({ repository, progress }: StepContext, job: Job): Promise<Result<Job>> {
  if (job.commit === undefined) return success({ ...job, commitId: job.head.commit });
  progress(`Committing ${job.commit.entries.length} files`, 0.15);
  const commit = await repository.writeCommit(job.commit.plan);
  return commit.ok ? success({ ...job, commitId: commit.value }) : commit;
}

/** Gives the source branch the commit. On the branch that is checked out, the index follows first. */
export async function branchStep(context: StepContext, job: Job): Promise<Result<Job>> {
  const { repository, progress } = context;
  const { sourceBranch } = job.request;
  const commit = commitOf(job);
  const isCurrent = sourceBranch === job.head.branch;
  progress(isCurrent ? `Adding the commit to '${sourceBranch}'` : `Making the branch '${sourceBranch}'`, 0.25);
  const present = await repository.commit(`refs/heads/${sourceBranch}`);
  if (!present.ok) return present;
  if (present.value !== undefined) {
    const has = await contains(context, present.value.id, commit);
    if (!has.ok || has.value) return has.ok ? success(job) : has;
  }
  const staged = isCurrent ? await stageEntries(context, job) : success(job);
  if (!staged.ok) return staged;
  const moved = await repository.setBranch(sourceBranch, commit, isCurrent ? job.head.commit : null);
  return moved.ok ? staged : moved;
}

/**
 * Moves the checkout to the new branch, if it still is where it was. The index goes first: a run that is killed in
 * between leaves the old branch with the chosen files staged, which is a state that Git itself makes.
 */
export async function switchStep(context: StepContext, job: Job): Promise<Result<Job>> {
  const { repository, progress } = context;
  const { sourceBranch } = job.request;
  progress(`Switching to '${sourceBranch}'`, 0.35);
  const now = await repository.head();
  if (!now.ok) return now;
  if (now.value.branch === sourceBranch) return madeCommit(context, job);
  const busy = await repository.unfinishedOperation();
  if (!busy.ok) return busy;
  const isSame = now.value.branch === job.head.branch && now.value.commit === job.head.commit;
  if (!isSame || busy.value !== undefined) {
    const place = now.value.branch ?? shortId(now.value.commit ?? '');
    return success(withNote(job, `The checkout has moved to '${place}' meanwhile and stays there.`));
  }
  const staged = await stageEntries(context, job);
  if (!staged.ok) return staged;
  const attached = await repository.attachHead(sourceBranch);
  return attached.ok ? madeCommit(context, staged.value) : attached;
}

async function madeCommit({ repository }: StepContext, job: Job): Promise<Result<Job>> {
  const answer = job.commit === undefined ? success(undefined) : await repository.commitMade();
  // The commit is there whatever the hook says.
  return success(answer.ok ? job : withNote(job, `Your post-commit hook failed: ${answer.problem.message}`));
}

async function stageEntries({ repository }: StepContext, job: Job): Promise<Result<Job>> {
  if (job.commit === undefined) return success(job);
  const kept = await repository.stage(job.commit.entries);
  if (!kept.ok) return kept;
  return success(
    kept.value.reduce(
      (noted, path) =>
        withNote(noted, `'${path}' was staged anew meanwhile and stays so; the commit has it as it was.`),
      job,
    ),
  );
}

/** Whether a commit is the other or comes after it. */
export async function contains(
  { repository }: Pick<StepContext, 'repository'>,
  tip: string,
  commit: string,
): Promise<Result<boolean>> {
  if (tip === commit) return success(true);
  const known = await repository.commit(commit);
  if (!known.ok) return known;
  if (known.value === undefined) return success(false);
  const base = await repository.mergeBase(tip, commit);
  return base.ok ? success(base.value === commit) : base;
}

/** A job with something to tell at its end, said once. */
export function withNote(job: Job, note: string): Job {
  return job.notes.includes(note) ? job : { ...job, notes: [...job.notes, note] };
}
