import { nearestName } from '../../base/nearest-name.ts';
import type { FileTree, Folder } from './file-tree.ts';

/**
 * A pattern without wildcards that begins at the root, with its first name that does not exist replaced by the one that was
 * most likely meant; undefined where none is near, or all of them exist.
 */
export function nearestPath({ root }: FileTree, pattern: string): string | undefined {
  if (!pattern.startsWith('/') || /[*?[\\]/.test(pattern)) return undefined;
  const names = pattern.slice(1).split('/');
  let folder: Folder = root;
  for (const [index, name] of names.entries()) {
    const inner = folder.folders.get(name);
    if (inner === undefined) {
      const isFolder = index < names.length - 1;
      const near = nearestName(
        name,
        isFolder ? folder.folders.keys() : [...folder.files.keys(), ...folder.folders.keys()],
      );
      return near === undefined ? undefined : `/${names.with(index, near).join('/')}`;
    }
    folder = inner;
  }
  return undefined;
}
