import { git, gitMaybe } from './run.ts';

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** With the author's own offset, `2012-09-20T11:50:22.000+03:00`. */
  readonly authoredAt: string;
  readonly committerName: string;
  readonly committerEmail: string;
  readonly committedAt: string;
  readonly message: string;
}

const format = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');

function gitLabDate(iso: string): string {
  return iso.replace(/Z$/u, '+00:00').replace(/([+-]\d\d:\d\d)$/u, '.000$1');
}

function parse(record: string): Commit {
  const [id = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...message] =
    record.split('\x1f');
  return {
    id,
    parents: parents === '' ? [] : parents.split(' '),
    authorName: an,
    authorEmail: ae,
    authoredAt: gitLabDate(ad),
    committerName: cn,
    committerEmail: ce,
    committedAt: gitLabDate(cd),
    message: message.join('\x1f'),
  };
}

/** Commits that `git log` lists for `args`, newest first. */
export async function log(repository: string, args: readonly string[]): Promise<readonly Commit[]> {
  const output = await git(repository, ['log', '-z', `--format=${format}`, ...args]);
  return output
    .split('\0')
    .filter((record) => record !== '')
    .map(parse);
}

/** The full id behind a branch, tag or (short) id; undefined for a name that is not there. */
export async function resolve(repository: string, revision: string): Promise<string | undefined> {
  if (revision === '' || revision.startsWith('-')) return undefined;
  for (const name of [`refs/heads/${revision}`, `refs/tags/${revision}`, revision]) {
    const id = await gitMaybe(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    if (id !== undefined && id !== '') return id.split('\n').at(-1);
  }
  return undefined;
}

export async function findCommit(repository: string, revision: string): Promise<Commit | undefined> {
  const id = await resolve(repository, revision);
  return id === undefined ? undefined : (await log(repository, ['-1', id]))[0];
}

export async function mergeBase(repository: string, revisions: readonly string[]): Promise<string | undefined> {
  return gitMaybe(repository, ['merge-base', ...revisions]);
}

/** The newest commit that touched `path` as seen from `revision`. */
export async function lastCommitOf(repository: string, revision: string, path: string): Promise<string> {
  return (await git(repository, ['log', '-1', '--format=%H', revision, '--', `:(literal)${path}`])).trim();
}

export async function stats(repository: string, id: string): Promise<{ additions: number; deletions: number }> {
  const output = await git(repository, ['show', '--numstat', '--format=', '-z', '-M', id]);
  let additions = 0;
  let deletions = 0;
  for (const line of output.split('\0')) {
    const [added = '', deleted = ''] = line.trim().split('\t');
    additions += Number(added) || 0;
    deletions += Number(deleted) || 0;
  }
  return { additions, deletions };
}
