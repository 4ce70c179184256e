import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '../../base/result.ts';
import type { Commit, Head, Remote, RepositoryFacts } from '../../workspace/ports/git.ts';
import { expectSuccess, gitFailed, lines, records, type GitRunner } from './run-git.ts';
import { parseStatus } from './status.ts';

/** Where this working tree's own files are (`.git`, or a folder below `.git/worktrees`). */
export interface Folders {
  readonly root: string;
  readonly prefix: string;
  readonly gitDirectory: string;
}

/** What can be read of a repository, asked anew at each call. */
export function repositoryFacts(git: GitRunner, folders: Folders): RepositoryFacts {
  return {
    root: folders.root,
    prefix: folders.prefix,
    head: () => readHead(git),
    unfinishedOperation: () => Promise.resolve(success(unfinishedOperation(folders.gitDirectory))),
    remotes: () => readRemotes(git),
    remoteDefaultBranch: (remote) => remoteDefaultBranch(git, remote),
    changes: async () => {
      const output = await git.read(...statusCommand);
      return output.ok ? success(parseStatus(output.value)) : output;
    },
    commit: (revision) => readCommit(git, revision),
    readFile: (revision, path) => readFile(git, revision, path),
    listFiles: (revision, folder) => listFiles(git, revision, folder),
    mergeBase: async (one, other) =>
      optionalOutput(await git.run({ args: ['merge-base', '--end-of-options', one, other] }), 1),
    commitsBetween: async (base, head) => {
      const range = [`^${base}`, head];
      const output = await git.read(
        'log',
        '--max-count=1000',
        '--reverse',
        '-z',
        commitFormat,
        '--end-of-options',
        ...range,
      );
      return output.ok ? success(records(output.value).map(parseCommit)) : output;
    },
    changedPaths: async (base, head) => {
      const output = await git.read(
        'diff-tree',
        '-r',
        '-z',
        '--name-only',
        '--no-renames',
        '--end-of-options',
        base,
        head,
      );
      return output.ok ? success(records(output.value)) : output;
    },
    localBranches: () => refNames(git, 'refs/heads/'),
    knownRemoteBranches: async (remote) => {
      const names = await refNames(git, `refs/remotes/${remote}/`);
      return names.ok ? success(names.value.filter((name) => name !== 'HEAD')) : names;
    },
  };
}

async function remoteDefaultBranch(git: GitRunner, remote: string): Promise<Result<string | undefined>> {
  const ref = `refs/remotes/${remote}/`;
  const answer = await git.run({ args: ['symbolic-ref', '--quiet', `${ref}HEAD`] });
  if (!answer.ok) return answer;
  const name = answer.value.stdout.trim();
  return success(answer.value.code === 0 && name.startsWith(ref) ? name.slice(ref.length) : undefined);
}

const statusCommand = [
  'status',
  '--porcelain=v2',
  '-z',
  '--untracked-files=all',
  '--ignore-submodules=all',
  '--find-renames',
  '--no-ahead-behind',
];

async function readHead(git: GitRunner): Promise<Result<Head>> {
  const branch = optionalOutput(await git.run({ args: ['symbolic-ref', '--quiet', 'HEAD'] }), 1);
  if (!branch.ok) return branch;
  const commit = optionalOutput(await git.run({ args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'] }), 1);
  if (!commit.ok) return commit;
  return success({
    ...(branch.value !== undefined && { branch: branch.value.replace(/^refs\/heads\//u, '') }),
    ...(commit.value !== undefined && { commit: commit.value }),
  });
}

/** Output without the line break at its end; undefined when the exit code says that there is nothing. */
function optionalOutput(
  answer: Result<{ stdout: string; stderr: string; code: number }>,
  codeForNothing: number,
): Result<string | undefined> {
  if (!answer.ok) return answer;
  if (answer.value.code === codeForNothing) return success(undefined);
  if (answer.value.code !== 0) return failure(gitFailed(answer.value, []));
  return success(answer.value.stdout.replace(/\r?\n$/u, ''));
}

const markers: readonly (readonly [file: string, operation: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
];

function unfinishedOperation(gitDirectory: string): string | undefined {
  return markers.find(([file]) => existsSync(join(gitDirectory, file)))?.[1];
}

async function readRemotes(git: GitRunner): Promise<Result<readonly Remote[]>> {
  const names = await git.read('remote');
  if (!names.ok) return names;
  const remotes: Remote[] = [];
  for (const name of lines(names.value)) {
    const pushUrl = await git.read('remote', 'get-url', '--push', '--', name);
    // A remote without a URL is nothing to push to.
    if (!pushUrl.ok) continue;
    remotes.push({ name, pushUrl: lines(pushUrl.value)[0] ?? '' });
  }
  return success(remotes);
}

const commitFormat = '--format=%H%n%s%n%b';

async function readCommit(git: GitRunner, revision: string): Promise<Result<Commit | undefined>> {
  const id = await git.run({ args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`] });
  if (!id.ok) return id;
  if (id.value.code !== 0) return success(undefined);
  const output = await git.read('log', '-1', '-z', commitFormat, id.value.stdout.trim());
  return output.ok ? success(parseCommit(output.value.replace(/\0$/u, ''))) : output;
}

function parseCommit(text: string): Commit {
  const [id = '', subject = '', ...body] = text.split('\n');
  return { id, subject, body: body.join('\n').trim() };
}

async function readFile(git: GitRunner, revision: string, path: string): Promise<Result<string | undefined>> {
  const object = `${revision}:${path}`;
  const kind = await git.run({ args: ['cat-file', '-t', object] });
  if (!kind.ok) return kind;
  if (kind.value.code !== 0 || kind.value.stdout.trim() !== 'blob') return success(undefined);
  return git.read('cat-file', 'blob', object);
}

async function listFiles(git: GitRunner, revision: string, folder: string): Promise<Result<readonly string[]>> {
  const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', revision];
  const output = expectSuccess(await git.run({ args: folder === '' ? args : [...args, '--', `${folder}/`] }), args);
  return output.ok ? success(records(output.value)) : output;
}

async function refNames(git: GitRunner, prefix: string): Promise<Result<readonly string[]>> {
  const output = await git.read('for-each-ref', '--format=%(refname)', prefix);
  return output.ok ? success(lines(output.value).map((name) => name.slice(prefix.length))) : output;
}
