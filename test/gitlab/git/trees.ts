import { git, gitBytes, gitMaybe } from './run.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
  readonly path: string;
}

/** Entries of a folder (`''` is the root); `recursive` lists everything below, folders included. */
export async function listTree(
  repository: string,
  revision: string,
  folder: string,
  recursive: boolean,
): Promise<readonly TreeEntry[] | undefined> {
  const clean = folder.replace(/^\/+|\/+$/gu, '');
  const found = await gitMaybe(repository, ['rev-parse', '--verify', '--quiet', `${revision}:${clean}`]);
  if (found === undefined || (await gitMaybe(repository, ['cat-file', '-t', found])) !== 'tree') return undefined;
  const output = await git(repository, ['ls-tree', '-z', ...(recursive ? ['-r', '-t'] : []), found]);
  const entries = output.split('\0').filter((line) => line !== '');
  return entries.map((line) => {
    const [mode = '', type = '', id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
    const name = line.slice(line.indexOf('\t') + 1);
    return { mode, type, id, path: clean === '' ? name : `${clean}/${name}` };
  });
}

/** The entry at `path`, if there is one. */
export async function findEntry(repository: string, revision: string, path: string): Promise<TreeEntry | undefined> {
  const line = (await git(repository, ['ls-tree', '-z', revision, '--', `:(literal)${path}`])).split('\0')[0] ?? '';
  const [mode = '', type = '', id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
  return line === '' ? undefined : { mode, type, id, path };
}

export function readBlob(repository: string, id: string): Promise<Buffer> {
  return gitBytes(repository, ['cat-file', 'blob', id]);
}

/** Text files of a commit by path. Binary files (a NUL byte in them) and files above one megabyte are left out. */
export async function textFiles(repository: string, revision: string): Promise<ReadonlyMap<string, string>> {
  const entries = ((await listTree(repository, revision, '', true)) ?? []).filter((entry) => entry.type === 'blob');
  const input = entries.map((entry) => `${entry.id}\n`).join('');
  const output = await gitBytes(repository, ['cat-file', '--batch'], { input });
  const files = new Map<string, string>();
  let offset = 0;
  for (const entry of entries) {
    const end = output.indexOf(0x0a, offset);
    const size = Number(output.subarray(offset, end).toString('latin1').split(' ')[2]);
    const content = output.subarray(end + 1, end + 1 + size);
    if (size <= 1_048_576 && !content.includes(0)) files.set(entry.path, content.toString('utf8'));
    offset = end + 1 + size + 1;
  }
  return files;
}
