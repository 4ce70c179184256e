import { failure, success, type Result } from '../../base/result.ts';
import type { ChangedEntry, Entry } from '../../workspace/ports/git.ts';
import { expectSuccess, gitFailed, records, type GitRunner } from './run-git.ts';

/** Keeps a command line well below every system's limit. */
const PATHS_AT_ONCE = 200;

/** What a tree changes against a commit, with what the user's index has at each of the paths now. */
export async function changedEntries(
  git: GitRunner,
  parent: string,
  tree: string,
): Promise<Result<readonly ChangedEntry[]>> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', parent, tree];
  const output = await git.read(...args);
  if (!output.ok) return output;
  const after = parseDiffTree(output.value);
  const before = await indexEntries(git, [...after.keys()]);
  if (!before.ok) return before;
  return success([...after].map(([path, entry]) => ({ path, before: before.value.get(path) ?? null, after: entry })));
}

/** `:<old mode> <new mode> <old id> <new id> <status>` and the path, in turn. */
function parseDiffTree(output: string): Map<string, Entry> {
  const parts = records(output);
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , id = ''] = (parts[at] ?? '').split(' ');
    entries.set(parts[at + 1] ?? '', /^0+$/u.test(id) ? null : { mode, id });
  }
  return entries;
}

async function indexEntries(git: GitRunner, paths: readonly string[]): Promise<Result<ReadonlyMap<string, Entry>>> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
    const output = await git.read('ls-files', '-s', '-z', '--full-name', '--', ...paths.slice(at, at + PATHS_AT_ONCE));
    if (!output.ok) return output;
    for (const record of records(output.value)) {
      const tab = record.indexOf('\t');
      const [mode = '', id = ''] = record.slice(0, tab).split(' ');
      entries.set(record.slice(tab + 1), { mode, id });
    }
  }
  return success(entries);
}

function isSame(one: Entry, other: Entry): boolean {
  return one?.id === other?.id && one?.mode === other?.mode;
}

/**
 * Moves the user's index from the entries before the commit to those of the commit, in one write of Git's own (which
 * locks the index). An entry that is neither was staged meanwhile: it stays, as a staged change on top of the commit.
 */
export async function stage(git: GitRunner, entries: readonly ChangedEntry[]): Promise<Result<readonly string[]>> {
  const present = await indexEntries(
    git,
    entries.map((entry) => entry.path),
  );
  if (!present.ok) return present;
  const now = (path: string): Entry => present.value.get(path) ?? null;
  const wanted = entries.filter((entry) => isSame(now(entry.path), entry.before) && !isSame(entry.before, entry.after));
  const kept = entries.filter((e) => !isSame(now(e.path), e.before) && !isSame(now(e.path), e.after));
  if (wanted.length > 0) {
    // Removals first: a file may take the place of a folder.
    const removed = wanted.flatMap(({ path, before, after }) =>
      after === null && before !== null ? [`0 ${'0'.repeat(before.id.length)}\t${path}\0`] : [],
    );
    const set = wanted.flatMap(({ path, after }) => (after === null ? [] : [`${after.mode} ${after.id}\t${path}\0`]));
    const args = ['update-index', '--replace', '-z', '--index-info'];
    const written = expectSuccess(await git.run({ args, input: [...removed, ...set].join('') }), args);
    if (!written.ok) return written;
    // Reads the files' times into the index, so that unchanged files do not look touched. Its exit code only says
    // that some files do differ.
    const refreshed = await git.run({ args: ['update-index', '-q', '--refresh'] });
    if (!refreshed.ok) return refreshed;
    if (refreshed.value.code > 1) return failure(gitFailed(refreshed.value, ['update-index']));
  }
  return success(kept.map((entry) => entry.path));
}
