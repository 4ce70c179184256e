import { folderOf } from '../base/path.ts';
import { rootOf, type Snapshot } from './snapshot.ts';

/** What is at a path. 'unknown' while it was not looked at yet, and outside the workspace. */
type PathState = 'file' | 'folder' | 'missing' | 'unknown';

/**
 * What is at a path of the workspace. A listing leaves git-ignored files out, so what it does not have is asked for from
 * the disk; until that answers it is unknown.
 */
export function pathState(snapshot: Snapshot, path: string): PathState {
  if (snapshot.roots.includes(path)) return 'folder';
  const listing = snapshot.filesBelow(rootOf(snapshot, path));
  if (listing === undefined) return 'unknown';
  const { files, folders } = setsOf(listing);
  if (folders.has(path)) return 'folder';
  if (files.has(path)) return 'file';
  const { state } = snapshot.file(path);
  if (state === 'missing') return 'missing';
  return state === 'pending' ? 'unknown' : 'file';
}

/** The names of what lies directly in a folder of the workspace; undefined while that is not known. */
export function namesIn(snapshot: Snapshot, folder: string): readonly string[] | undefined {
  const listing = snapshot.filesBelow(rootOf(snapshot, `${folder}/x`));
  if (listing === undefined) return undefined;
  const inside = listing.filter((path) => path.startsWith(`${folder}/`));
  return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
}

interface PathSets {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

const known = new WeakMap<readonly string[], PathSets>();

function setsOf(listing: readonly string[]): PathSets {
  const before = known.get(listing);
  if (before !== undefined) return before;
  const folders = new Set<string>();
  for (const file of listing) {
    for (let folder = folderOf(file); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  }
  const sets = { files: new Set(listing), folders };
  known.set(listing, sets);
  return sets;
}
