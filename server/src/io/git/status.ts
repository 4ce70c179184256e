import type { WorkingTreeChange } from '../../workspace/ports/git.ts';

/**
 * Reads `git status --porcelain=v2 -z`. Submodules are left out: their commits are a repository of their own.
 * https://git-scm.com/docs/git-status#_porcelain_format_version_2
 */
export function parseStatus(output: string): WorkingTreeChange[] {
  const parts = output.split('\0');
  const changes = new Map<string, WorkingTreeChange>();
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    const renamed = part.startsWith('2 ');
    const change = readEntry(part, renamed ? parts[at + 1] : undefined);
    if (renamed) at++;
    if (change !== undefined) changes.set(change.path, merged(changes.get(change.path), change));
  }
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * A path that was removed from the index and is in the working tree is told twice, as deleted and as untracked: it is
 * a file of the last commit with other content.
 */
function merged(earlier: WorkingTreeChange | undefined, later: WorkingTreeChange): WorkingTreeChange {
  if (earlier?.status !== 'deleted' || later.status !== 'untracked') return later;
  return { ...later, status: 'modified', staged: true, partlyStaged: true };
}

function readEntry(entry: string, from: string | undefined): WorkingTreeChange | undefined {
  if (entry.startsWith('? ')) return untracked(entry.slice(2));
  if (entry.startsWith('u ')) return conflicted(fieldsOf(entry, 10).rest);
  if (entry.startsWith('1 ')) return tracked(fieldsOf(entry, 8));
  return entry.startsWith('2 ') ? tracked(fieldsOf(entry, 9), from) : undefined;
}

/** Fields: kind, states, submodule, …; the states are that of the index and that of the working tree. */
function tracked({ fields, rest: path }: Fields, from?: string): WorkingTreeChange | undefined {
  const [, states = '..', submodule = 'N...'] = fields;
  if (submodule.startsWith('S')) return undefined;
  const index = states.charAt(0);
  const tree = states.charAt(1);
  const status = statusOf(index, tree);
  return {
    path,
    ...(status === 'renamed' && from !== undefined && { from }),
    status,
    staged: index !== '.',
    partlyStaged: !'.D'.includes(index) && tree !== '.',
    inWorkingTree: tree !== 'D' && index !== 'D',
  };
}

function statusOf(index: string, tree: string): WorkingTreeChange['status'] {
  if (tree === 'D' || index === 'D') return 'deleted';
  if (index === 'R') return 'renamed';
  // A copy adds a file; 'A' in the second place is an intended addition (`git add -N`).
  return index === 'A' || index === 'C' || tree === 'A' ? 'added' : 'modified';
}

/** A repository inside this one is listed with a slash at its end; it is no file. */
function untracked(path: string): WorkingTreeChange | undefined {
  if (path.endsWith('/')) return undefined;
  return { path, status: 'untracked', staged: false, partlyStaged: false, inWorkingTree: true };
}

function conflicted(path: string): WorkingTreeChange {
  return { path, status: 'conflicted', staged: false, partlyStaged: false, inWorkingTree: true };
}

interface Fields {
  readonly fields: readonly string[];
  readonly rest: string;
}

/** The first `count` fields and the rest: a path may hold spaces. */
function fieldsOf(entry: string, count: number): Fields {
  const all = entry.split(' ');
  return { fields: all.slice(0, count), rest: all.slice(count).join(' ') };
}
