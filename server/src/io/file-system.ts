import { existsSync, type Dirent } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import type { DiskState } from '../workspace/workspace.ts';
import { isIgnored, parseIgnoreFile, type IgnoreFile } from './git-ignore.ts';

/** Larger files are no configuration that somebody edits, and reading them would hold up everything else. */
const MAX_BYTES = 20_000_000;

const NEVER_LISTED = new Set(['.git', 'node_modules']);

/** The disk of this machine. */
export const diskFileSystem: FileSystem = { read: readText, list };

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link to itself',
};

async function readText(path: string): Promise<DiskState> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return { state: 'unreadable', why: 'it is a folder' };
    if (!facts.isFile()) return { state: 'unreadable', why: 'it is not an ordinary file' };
    if (facts.size > MAX_BYTES) {
      return { state: 'unreadable', why: `it is ${Math.round(facts.size / 1_000_000)} MB long` };
    }
    return { state: 'text', text: decode(await readFile(path)) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
    return { state: 'unreadable', why: REASONS[code] ?? `reading failed with ${code}` };
  }
}

/** What a path names. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

/** Answers why a file could not be written, or undefined. */
export async function writeText(path: string, text: string): Promise<string | undefined> {
  try {
    await writeFile(path, text);
    return undefined;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'its folder does not exist' : (REASONS[code]?.replace('read', 'write') ?? code);
  }
}

/** YAML is UTF-8, or UTF-16 with a byte order mark (https://yaml.org/spec/1.2.2/#52-character-encodings). */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  return bytes.toString('utf8');
}

async function list(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  await walk(folder, await outerIgnoreFiles(folder), found);
  return found;
}

async function walk(folder: string, outer: readonly IgnoreFile[], found: string[]): Promise<void> {
  const entries = await entriesOf(folder);
  const own = entries.some(({ name }) => name === '.gitignore')
    ? await readIgnoreFile(folder, '.gitignore')
    : undefined;
  const ignored = own === undefined ? outer : [...outer, own];
  const folders: string[] = [];
  for (const entry of entries) {
    if (NEVER_LISTED.has(entry.name)) continue;
    const path = folder === '/' ? `/${entry.name}` : `${folder}/${entry.name}`;
    if (isIgnored(path, entry.isDirectory(), ignored)) continue;
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) found.push(path);
  }
  for (const inner of folders) await walk(inner, ignored, found);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The patterns that apply from above: of the folders up to the repository's root and of its `.git/info/exclude`. */
async function outerIgnoreFiles(folder: string): Promise<IgnoreFile[]> {
  const root = repositoryRoot(folder);
  if (root === undefined) return [];
  const files = [await readIgnoreFile(root, '.git/info/exclude')];
  for (let end = root.length; end !== -1 && end < folder.length; end = folder.indexOf('/', end + 1)) {
    files.push(await readIgnoreFile(folder.slice(0, end), '.gitignore'));
  }
  return files.filter((file) => file !== undefined);
}

async function readIgnoreFile(folder: string, name: string): Promise<IgnoreFile | undefined> {
  const state = await readText(`${folder}/${name}`);
  return state.state === 'text' ? parseIgnoreFile(folder, state.text) : undefined;
}

/** The nearest folder above a path, or itself, that holds `.git`; undefined outside any repository. */
export function repositoryRoot(path: string): string | undefined {
  for (let folder = path; folder !== ''; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    if (existsSync(`${folder}/.git`)) return folder;
  }
  return undefined;
}
