import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isRecord, ownText, ownValue } from '../../base/record.ts';

/** A file as it was read once. */
export interface CachedFile {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970: when the server last said that this is what it has. */
  readonly at: number;
  readonly etag?: string;
  readonly project?: string;
  readonly commit?: string;
  readonly path?: string;
  /** What a floating version meant. */
  readonly revision?: string;
}

/** Keeps included files on the disk by their content. What cannot be read or written is simply not kept. */
interface IncludeCache {
  readonly read: (key: string) => Promise<CachedFile | undefined>;
  readonly write: (key: string, file: CachedFile) => Promise<void>;
}

const KEPT_MS = 90 * 24 * 3600 * 1000;

/**
 * The cache in a folder of the user's, readable by nobody else. Names are hashes: what was asked for is not written
 * down, and an address may hold what is nobody's business.
 */
export function createIncludeCache(folder: () => string): IncludeCache {
  let prepared: Promise<void> | undefined;
  const place = (kind: 'entries' | 'content', name: string): string => path.join(folder(), kind, name);
  const prepare = (): Promise<void> => (prepared ??= prepareFolders(folder()));
  return {
    read: async (key) => {
      try {
        const entry: unknown = JSON.parse(await readFile(place('entries', `${hashOf(key)}.json`), 'utf8'));
        return await readContent(entry, (name) => place('content', name));
      } catch {
        return undefined;
      }
    },
    write: async (key, { bytes, ...entry }) => {
      try {
        await prepare();
        const content = hashOf(bytes);
        await writeWhole(place('content', content), bytes);
        await writeWhole(place('entries', `${hashOf(key)}.json`), JSON.stringify({ ...entry, content }));
      } catch {
        // It is asked for again the next time.
      }
    },
  };
}

async function readContent(entry: unknown, place: (name: string) => string): Promise<CachedFile | undefined> {
  const content = ownText(entry, 'content');
  const at = ownValue(entry, 'at');
  if (!isRecord(entry) || content === undefined || !/^[\da-f]{64}$/u.test(content) || typeof at !== 'number') {
    return undefined;
  }
  const bytes = await readFile(place(content));
  if (hashOf(bytes) !== content) return undefined;
  const texts = ['etag', 'project', 'commit', 'path', 'revision'].flatMap((name) => {
    const value = ownText(entry, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { bytes, at, ...Object.fromEntries(texts) };
}

function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

async function prepareFolders(folder: string): Promise<void> {
  for (const kind of ['entries', 'content']) {
    const full = path.join(folder, kind);
    await mkdir(full, { recursive: true, mode: 0o700 });
    await chmod(full, 0o700);
    await removeOld(full);
  }
}

async function removeOld(folder: string): Promise<void> {
  const before = Date.now() - KEPT_MS;
  for (const name of await readdir(folder)) {
    const full = path.join(folder, name);
    if ((await stat(full)).mtimeMs < before) await rm(full, { force: true });
  }
}

let written = 0;

/** Another process may write the same file at the same time; whoever reads sees one or the other, whole. */
async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}-${++written}.new`;
  await writeFile(temporary, data, { mode: 0o600 });
  await rename(temporary, file);
}
