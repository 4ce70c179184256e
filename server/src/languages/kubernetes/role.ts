import { folderOf, resolvePath } from '../../base/path.ts';
import { kustomizationFileIn, kustomizationReferences } from '../../workspace/kustomization-file.ts';
import { rootOf, type Snapshot } from '../../workspace/snapshot.ts';

/** Names by which people tell patches from whole objects where no kustomization file says so. */
const PATCH_NAME = /patch|overlay|component/i;

/**
 * Whether the objects of a file are whole: a kustomization file in its folder or above names it as a resource, or there is
 * none. A file that one names as a patch is not; nor, for want of knowledge, one that none of them names.
 */
export function isWholeFile(snapshot: Snapshot, path: string): boolean {
  const root = rootOf(snapshot, path);
  let hasKustomization = false;
  let isResource = false;
  for (let folder = folderOf(path); folder.length >= root.length && folder !== ''; folder = folderOf(folder)) {
    const found = kustomizationFileIn(snapshot, folder);
    if (found.state === 'unknown') return false;
    if (found.state === 'none') continue;
    hasKustomization = true;
    const roles = kustomizationReferences(found.file)
      .filter((reference) => resolvePath(folder, reference.path) === path)
      .map(({ role }) => role);
    if (roles.some((role) => role !== 'resource')) return false;
    isResource ||= roles.length > 0;
  }
  return isResource || (!hasKustomization && !PATCH_NAME.test(path.slice(root.length)));
}
