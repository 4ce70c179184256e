import { success, type Result } from '../../base/result.ts';
import type { Repository } from '../../workspace/ports/git.ts';

/** What differs between a commit and the working tree: paths from the repository's root, sorted, each once. */
export async function pathsSince(repository: Repository, commit: string): Promise<Result<readonly string[]>> {
  const committed = await repository.changedPaths(commit, 'HEAD');
  if (!committed.ok) return committed;
  const local = await repository.changes();
  if (!local.ok) return local;
  const paths = local.value.flatMap(({ path, from }) => [path, ...(from === undefined ? [] : [from])]);
  return success([...new Set([...committed.value, ...paths])].sort());
}
