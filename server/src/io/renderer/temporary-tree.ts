import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A private folder that goes away with `remove`, whatever happens in between. */
export interface TemporaryTree {
  readonly folder: string;
  /** Adds a file. A path that would leave the folder is passed over. */
  readonly write: (file: string, content: string | Uint8Array) => Promise<void>;
  readonly copy: (file: string, from: string) => Promise<void>;
  /** Remembers a symbolic link for `finish`: as long as files are written, none can lead a write elsewhere. */
  readonly link: (file: string, target: string) => void;
  /** Makes the links and takes away those that lead out of the folder or nowhere. */
  readonly finish: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Larger files are left out: no tool makes a Kubernetes object of one. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

const COPIES_AT_ONCE = 32;

/** An empty folder below the system's own for temporary files. Whoever makes it removes it. */
export async function createTemporaryTree(): Promise<TemporaryTree> {
  // mkdtemp makes it for this user only (0700). The real path, because a tool compares paths with it.
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-render-')));
  const links = new Map<string, string>();
  const made = new Set<string>();
  const placeOf = async (file: string): Promise<string | undefined> => {
    const place = path.resolve(folder, file);
    if (!isBelow(place, folder)) return undefined;
    const parent = path.dirname(place);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    return place;
  };
  return {
    folder,
    write: async (file, content) => {
      const place = await placeOf(file);
      if (place !== undefined) await writeFile(place, content);
    },
    copy: async (file, from) => {
      const place = await placeOf(file);
      if (place !== undefined) await copyFile(from, place);
    },
    link: (file, target) => {
      links.set(file, target);
    },
    finish: async () => {
      for (const [file, target] of links) {
        const place = await placeOf(file);
        if (place !== undefined) await symlink(target, place).catch(() => undefined);
      }
      for (const file of links.keys()) await unlinkWhatLeavesIt(path.resolve(folder, file), folder);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Looks where a link really ends, since a path through other links may end elsewhere than it reads. */
async function unlinkWhatLeavesIt(link: string, folder: string): Promise<void> {
  const end = await realpath(link).catch(() => undefined);
  if (end === undefined || !isWithin(end, folder)) await unlink(link).catch(() => undefined);
}

/** Copies a working tree, without what Git keeps and what package managers install. */
export async function copyTree(root: string, tree: TemporaryTree): Promise<void> {
  const { files, links } = await walk(root);
  for (let index = 0; index < files.length; index += COPIES_AT_ONCE) {
    await Promise.all(
      files.slice(index, index + COPIES_AT_ONCE).map(async (file) => {
        const from = path.join(root, file);
        if ((await stat(from)).size <= MAX_FILE_BYTES) await tree.copy(file, from);
      }),
    );
  }
  for (const link of links) tree.link(link, await relativeTarget(path.join(root, link), root));
}

/** Files and symbolic links below a folder, relative to it. */
export async function walk(root: string): Promise<{ readonly files: string[]; readonly links: string[] }> {
  const found = { files: [] as string[], links: [] as string[] };
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isSymbolicLink()) found.links.push(file);
      else if (entry.isFile()) found.files.push(file);
      else if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') folders.push(file);
    }
  }
  return found;
}

/** Links into the tree are made relative, so that they lead into the copy. */
async function relativeTarget(link: string, root: string): Promise<string> {
  const target = await readlink(link);
  const end = path.resolve(path.dirname(link), target);
  return isWithin(end, root) ? path.relative(path.dirname(link), end) || '.' : target;
}

function isWithin(place: string, folder: string): boolean {
  return place === folder || isBelow(place, folder);
}

/** Whether a path lies in a folder, which itself does not. */
export function isBelow(place: string, folder: string): boolean {
  const way = path.relative(folder, place);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
