import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../base/json.ts';
import { ownValue } from '../base/record.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import type { Journal } from '../workspace/ports/journal.ts';

/** A lock of a living process that is older than this is taken to be of another process with the same number. */
const LOCK_LIVES_MS = 30 * 60 * 1000;

/** A journal in a folder of the editor. `folder` is made with the first write. */
export function createJournal(folder: () => string): Journal {
  const held = new Set<string>();
  const pathOf = (repository: string): string => join(folder(), 'journal', `${nameOf(repository)}.json`);
  return {
    read: (repository) => readEntry(pathOf(repository)),
    write: (repository, entry) => orProblem(() => writeEntry(pathOf(repository), `${JSON.stringify(entry)}\n`)),
    clear: (repository) => orProblem(() => rm(pathOf(repository), { force: true })),
    hold: (repository) => hold(`${pathOf(repository)}.lock`, held),
  };
}

/** Paths hold characters that file names cannot. */
function nameOf(repository: string): string {
  return createHash('sha256').update(repository).digest('hex').slice(0, 32);
}

async function orProblem(work: () => Promise<void>): Promise<Result<void>> {
  try {
    await work();
    return success(undefined);
  } catch (error) {
    return failure(storageProblem(error));
  }
}

function storageProblem(error: unknown): Problem {
  return {
    code: 'tool-failed',
    message: 'The journal of the merge request cannot be kept in the storage folder.',
    action: 'Check that the disk is not full and that the folder can be written.',
    detail: error instanceof Error ? error.message : String(error),
  };
}

async function readEntry(path: string): Promise<Result<unknown>> {
  const text = await readText(path);
  if (!text.ok || text.value === undefined) return text;
  const parsed = parseJson(text.value);
  if (parsed.ok) return success(parsed.value);
  return failure({
    code: 'invalid',
    message: 'The journal of an unfinished merge request cannot be read.',
    action: 'Discard the unfinished run and start again. Your files, branches and commits are as they are.',
    detail: path,
  });
}

async function readText(path: string): Promise<Result<string | undefined>> {
  try {
    return success(await readFile(path, 'utf8'));
  } catch (error) {
    return isMissing(error) ? success(undefined) : failure(storageProblem(error));
  }
}

function isMissing(error: unknown): boolean {
  return ownValue(error, 'code') === 'ENOENT';
}

/** Written beside and renamed, each of them flushed: after a crash or power cut the old or the new text is there, whole. */
async function writeEntry(path: string, text: string): Promise<void> {
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const next = `${path}.next`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await flushFolder(folder);
}

/** Makes the rename itself lasting; Windows has no such call and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hold(path: string, held: Set<string>): Promise<Result<{ readonly release: () => Promise<void> }>> {
  if (held.has(path)) return failure(busy());
  held.add(path);
  try {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    if (!(await take(path)) && !((await isAbandoned(path)) && (await takeOver(path)))) {
      held.delete(path);
      return failure(busy());
    }
  } catch (error) {
    held.delete(path);
    return failure(storageProblem(error));
  }
  const release = async (): Promise<void> => {
    await rm(path, { force: true });
    held.delete(path);
  };
  return success({ release });
}

/** False when the lock is there already. */
async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (ownValue(error, 'code') === 'EEXIST') return false;
    throw error;
  }
}

async function takeOver(path: string): Promise<boolean> {
  await rm(path, { force: true });
  return take(path);
}

async function isAbandoned(path: string): Promise<boolean> {
  const holder = await readText(path);
  const pid = holder.ok ? Number(holder.value) : Number.NaN;
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return !(pid > 0) || pid === process.pid || !isAlive(pid) || age > LOCK_LIVES_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted to signal it: it lives, and belongs to somebody else.
    return ownValue(error, 'code') === 'EPERM';
  }
}

function busy(): Problem {
  return {
    code: 'conflict',
    message: 'Another window is opening a merge request for this repository at the moment.',
    action: 'Wait until it has ended.',
  };
}
