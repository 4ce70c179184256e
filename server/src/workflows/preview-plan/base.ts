import { failure, success, type Result } from '../../base/result.ts';
import type { Repository } from '../../workspace/ports/git.ts';
import type { Base, PreviewPlanRequest } from './model.ts';

/**
 * The commit that the change starts from: the merge base of HEAD with the default branch as last fetched. Without a
 * repository, a commit or such a branch there is nothing to compare with, which the label says. `wanted` is a revision
 * to take instead; 'not-found' when there is none of that name.
 */
export async function findBase(
  repository: Repository | undefined,
  project: PreviewPlanRequest['project'],
  wanted?: string,
): Promise<Result<Base>> {
  const unknown = { defaultBranch: project?.defaultBranch ?? 'main', currentBranch: 'main' };
  if (repository === undefined) return success({ ...unknown, label: 'nothing: the file is in no Git repository' });
  const head = await repository.head();
  if (!head.ok) return head;
  const branch = await defaultBranchOf(repository, project);
  if (!branch.ok) return branch;
  const defaultBranch = branch.value.name;
  const names = { defaultBranch, currentBranch: head.value.branch ?? defaultBranch };
  if (wanted !== undefined) return chosenBase(repository, wanted, names);
  if (head.value.commit === undefined || branch.value.commit === undefined) {
    return success({ ...names, label: `nothing: there is no branch '${defaultBranch}' to compare with` });
  }
  const merged = await repository.mergeBase(branch.value.commit, head.value.commit);
  if (!merged.ok) return merged;
  const revision = merged.value ?? branch.value.commit;
  return success({ ...names, revision, label: `${defaultBranch} at ${revision.slice(0, 8)}` });
}

async function chosenBase(
  repository: Repository,
  wanted: string,
  names: Pick<Base, 'defaultBranch' | 'currentBranch'>,
): Promise<Result<Base>> {
  const commit = await repository.commit(wanted);
  if (!commit.ok) return commit;
  if (commit.value !== undefined) {
    const revision = commit.value.id;
    return success({ ...names, revision, label: `${wanted} at ${revision.slice(0, 8)}` });
  }
  return failure({
    code: 'not-found',
    message: `There is no commit '${wanted}' in this repository.`,
    action: 'Name one that there is, or fetch it first: git fetch',
  });
}

interface FoundBranch {
  readonly name: string;
  readonly commit?: string;
}

async function defaultBranchOf(
  repository: Repository,
  project: PreviewPlanRequest['project'],
): Promise<Result<FoundBranch>> {
  const remote = project?.remote ?? 'origin';
  const named = project === undefined ? await repository.remoteDefaultBranch(remote) : success(project.defaultBranch);
  if (!named.ok) return named;
  const candidates = named.value === undefined ? ['main', 'master'] : [named.value];
  for (const name of candidates) {
    for (const ref of [`refs/remotes/${remote}/${name}`, `refs/heads/${name}`]) {
      const commit = await repository.commit(ref);
      if (!commit.ok) return commit;
      if (commit.value !== undefined) return success({ name, commit: commit.value.id });
    }
  }
  return success({ name: candidates[0] ?? 'main' });
}
