import { folderOf } from '../../base/path.ts';
import { ownersPaths } from '../../workspace/owners-paths.ts';
import { rootOf, type Snapshot } from '../../workspace/snapshot.ts';
import { fileTree, type FileTree } from './file-tree.ts';

/**
 * The folder that a CODEOWNERS file's patterns start from: a repository inside the workspace (a submodule, say), or the
 * workspace folder. Undefined while that is not known.
 */
export function repositoryOf(snapshot: Snapshot, path: string): string | undefined {
  const outermost = rootOf(snapshot, path);
  for (let folder = folderOf(path); folder.length > outermost.length; folder = folderOf(folder)) {
    const { state } = snapshot.file(`${folder}/.git`);
    if (state === 'pending') return undefined;
    if (state !== 'missing') return folder;
  }
  return outermost;
}

/** The files of the repository; undefined while they are not known. */
export function repositoryTree(snapshot: Snapshot, path: string): FileTree | undefined {
  const repository = repositoryOf(snapshot, path);
  const listing = snapshot.filesBelow(rootOf(snapshot, path));
  return repository === undefined || listing === undefined ? undefined : fileTree(listing, repository);
}

/** The file that GitLab reads: the first that is there. Undefined while that is not known, or where there is none. */
export function usedOwnersPath(snapshot: Snapshot, repository: string): string | undefined {
  for (const name of ownersPaths) {
    const exists = snapshot.exists(`${repository}/${name}`);
    if (exists !== false) return exists === undefined ? undefined : `${repository}/${name}`;
  }
  return undefined;
}
