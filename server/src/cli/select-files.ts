import { matchesGlob } from '../base/glob.ts';
import { workingFolderOf } from '../base/path.ts';
import { isCheckedPath } from '../features/checked-path.ts';
import { shownPath } from '../workspace/include-address.ts';
import { absolutePath } from './paths.ts';
import type { Surroundings } from './surroundings.ts';

export interface Selection {
  /** Sorted, each once. */
  readonly files: readonly string[];
  /** The folders that count as workspace folders, with all their files. */
  readonly listings: ReadonlyMap<string, readonly string[]>;
  /** Arguments that led to nothing. */
  readonly unchecked: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * Finds the files that arguments name: a file as it is, a folder with what Plumbline may know below it (YAML files and
 * CODEOWNERS), a glob with what it fits.
 * What Git ignores is left out of folders and globs, and is checked when it is named.
 */
export async function selectFiles(words: readonly string[], surroundings: Surroundings): Promise<Selection> {
  const { fileSystem } = surroundings;
  const files = new Set<string>();
  const listings = new Map<string, readonly string[]>();
  const unchecked: { file: string; reason: string }[] = [];
  const filesOf = async (root: string): Promise<readonly string[]> => {
    const known = listings.get(root) ?? (await fileSystem.list(root));
    listings.set(root, known);
    return known;
  };
  for (const word of words.length === 0 ? ['.'] : words) {
    const named = await whatIsNamed(word, surroundings);
    const listed = named.kind === 'missing' ? [] : await filesOf(workspaceFolder(named.start, surroundings));
    const found = named.kind === 'file' ? [named.target] : listed.filter(named.fits);
    for (const file of found) files.add(file);
    if (found.length === 0 && named.kind === 'missing') unchecked.push({ file: word, reason: 'there is no such file' });
    if (found.length === 0 && named.kind === 'glob')
      unchecked.push({ file: word, reason: 'no file fits this pattern' });
  }
  return { files: [...files].toSorted(), listings, unchecked };
}

interface Named {
  readonly kind: 'file' | 'folder' | 'glob' | 'missing';
  readonly target: string;
  /** The folder in which to look. */
  readonly start: string;
  readonly fits: (file: string) => boolean;
}

async function whatIsNamed(word: string, { folder, fileSystem }: Surroundings): Promise<Named> {
  const target = absolutePath(folder, word);
  const kind = await fileSystem.kind(target);
  if (kind === 'folder') return { kind, target, start: target, fits: isCheckedBelow(target) };
  if (kind === 'file') return { kind, target, start: workingFolderOf(target), fits: (file) => file === target };
  if (!/[*?[{]/.test(word)) return { kind, target, start: folder, fits: () => false };
  return { kind: 'glob', target, start: absolutePath(folder, globStart(word)), fits: matchesGlob(target) };
}

/** The part of a glob before its first special character, up to a slash. */
function globStart(glob: string): string {
  const plain = glob.slice(0, glob.search(/[*?[{]/));
  return plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/') + 1) : '.';
}

/** Paths in files count from the repository's root; outside a repository from where the command runs, or from the argument. */
export function workspaceFolder(start: string, { folder, fileSystem }: Surroundings): string {
  const isHere = start === folder || shownPath(folder, start) !== start;
  return fileSystem.repositoryRoot(start) ?? (isHere ? folder : start);
}

function isCheckedBelow(folder: string): (file: string) => boolean {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return (file) => isCheckedPath(file) && file.startsWith(prefix);
}
