import type { CancellationToken, Progress } from '../../base/cancellation.ts';
import type { GitCredential, Repository } from '../../workspace/ports/git.ts';
import type { GitLab } from '../../workspace/ports/gitlab.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { Job } from './job.ts';

/** What a step works with. */
export interface StepContext {
  readonly repository: Repository;
  readonly gitlab: GitLab;
  readonly progress: Progress;
  readonly token: CancellationToken;
  /** Writes the job to the journal within a step, before something that cannot be asked about otherwise. */
  readonly record: (job: Job) => Promise<Result<void>>;
}

/** What Git signs in with at the project's remote; undefined for SSH and for other hosts. */
export async function credentialOf(
  { repository, gitlab }: Pick<StepContext, 'repository' | 'gitlab'>,
  remoteName: string,
): Promise<Result<GitCredential | undefined>> {
  const remotes = await repository.remotes();
  if (!remotes.ok) return remotes;
  const remote = remotes.value.find(({ name }) => name === remoteName);
  if (remote !== undefined) return success(gitlab.credentialFor(remote.pushUrl));
  return failure({
    code: 'not-found',
    message: `The remote '${remoteName}' is not there any more.`,
    action: 'Add it again with git remote add, or discard the unfinished run and start again.',
  });
}

/** A commit as people call it. */
export function shortId(commit: string): string {
  return commit.slice(0, 8);
}

/** The commit that the branch gets; the steps after 'commit' are never reached without it. */
export function commitOf(job: Job): string {
  return job.commitId ?? job.head.commit;
}
