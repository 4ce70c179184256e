import { success, type Result } from '../../base/result.ts';
import type { Repository } from '../../workspace/ports/git.ts';
import type { Base, PreviewPlanRequest } from './model.ts';

/**
 * The commit that the change starts from: the merge base of HEAD with the default branch as last fetched. Without a
 * repository, a commit or such a branch there is nothing to compare with, which the label says.
 */
export async function findBase(
  repository: Repository | undefined,
  project: PreviewPlanRequest['project'],
): Promise<Result<Base>> {
  const unknown = { defaultBranch: project?.defaultBranch ?? 'main', currentBranch: 'main' };
  if (repository === undefined) return success({ ...unknown, label: 'nothing: the file is in no Git repository' });
  const head = await repository.head();
  if (!head.ok) return head;
  const branch = await defaultBranchOf(repository, project);
  if (!branch.ok) return branch;
  const defaultBranch = branch.value.name;
  const names = { defaultBranch, currentBranch: head.value.branch ?? defaultBranch };
  if (head.value.commit === undefined || branch.value.commit === undefined) {
    return success({ ...names, label: `nothing: there is no branch '${defaultBranch}' to compare with` });
  }
  const merged = await repository.mergeBase(branch.value.commit, head.value.commit);
  if (!merged.ok) return merged;
  const revision = merged.value ?? branch.value.commit;
  return success({ ...names, revision, label: `${defaultBranch} at ${revision.slice(0, 8)}` });
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
