import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, success, type Result } from '../../base/result.ts';
import type { CommitChoice, CommitPlan, Person, PlannedCommit, WorkingTreeChange } from '../../workspace/ports/git.ts';
import { runHook } from './hooks.ts';
import { changedEntries } from './index-entries.ts';
import { expectSuccess, type GitRunner } from './run-git.ts';

/**
 * Makes the tree and message of a commit the way `git commit --only` does, with an index of its own: whatever fails,
 * the user's index, branch and files are as they were. (A hook may write what it likes, as with `git commit`.)
 */
export async function planCommit(git: GitRunner, choice: CommitChoice): Promise<Result<PlannedCommit>> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-index-'));
  try {
    const environment = { GIT_INDEX_FILE: join(folder, 'index') };
    const filled = await fillIndex(git, choice, environment);
    if (!filled.ok) return filled;
    const checked = await runHook(git, { name: 'pre-commit', environment });
    if (!checked.ok) return checked;
    // After the hook: formatters add what they changed to this index.
    const tree = expectSuccess(await git.run({ args: ['write-tree'], environment }), ['write-tree']);
    if (!tree.ok) return tree;
    const message = await checkedMessage(git, choice.message, environment);
    if (!message.ok) return message;
    return await describeCommit(git, choice, { tree: tree.value.trim(), message: message.value });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fillIndex(
  git: GitRunner,
  choice: CommitChoice,
  environment: Readonly<Record<string, string>>,
): Promise<Result<string>> {
  const started = expectSuccess(await git.run({ args: ['read-tree', choice.parent], environment }), ['read-tree']);
  if (!started.ok) return started;
  const removed = removedPaths(choice.files);
  // `--force-remove`, not "remove when missing": on a disk that ignores case the old name of a renamed file seems to be there.
  const gone = await updateIndex(git, ['--force-remove', '-z', '--stdin'], { paths: removed, environment });
  if (!gone.ok) return gone;
  const present = choice.files.filter((file) => file.inWorkingTree).map((file) => file.path);
  // Runs the user's filters (LFS, line endings) as `git add` does, but takes paths as they are and ignores no file.
  return updateIndex(git, ['--add', '--replace', '-z', '--stdin'], { paths: present, environment });
}

function removedPaths(files: readonly WorkingTreeChange[]): string[] {
  const present = new Set(files.filter((file) => file.inWorkingTree).map((file) => file.path));
  const removed = files.flatMap((file) => [
    ...(file.inWorkingTree ? [] : [file.path]),
    ...(file.from === undefined || present.has(file.from) ? [] : [file.from]),
  ]);
  return [...new Set(removed)];
}

async function updateIndex(
  git: GitRunner,
  options: readonly string[],
  { paths, environment }: { readonly paths: readonly string[]; readonly environment: Readonly<Record<string, string>> },
): Promise<Result<string>> {
  if (paths.length === 0) return success('');
  const args = ['update-index', ...options];
  const input = paths.map((path) => `${path}\0`).join('');
  return expectSuccess(await git.run({ args, input, environment }), args);
}

/** The message after the user's prepare-commit-msg and commit-msg hooks, in the file where those look for it. */
async function checkedMessage(
  git: GitRunner,
  message: string,
  environment: Readonly<Record<string, string>>,
): Promise<Result<string>> {
  const path = await git.read('rev-parse', '--git-path', 'COMMIT_EDITMSG');
  if (!path.ok) return path;
  const given = path.value.trim();
  const file = given.startsWith('/') || /^[A-Za-z]:/u.test(given) ? given : join(git.folder, given);
  await writeFile(file, `${message.trimEnd()}\n`);
  const prepared = await runHook(git, { name: 'prepare-commit-msg', args: [given, 'message'], environment });
  if (!prepared.ok) return prepared;
  const checked = await runHook(git, { name: 'commit-msg', args: [given], environment });
  if (!checked.ok) return checked;
  const result = await readFile(file, 'utf8');
  if (result.trim() !== '') return success(result);
  return failure({
    code: 'invalid',
    message: 'The commit message is empty after your hooks have run.',
    action: 'Give the merge request a title.',
  });
}

async function describeCommit(
  git: GitRunner,
  choice: CommitChoice,
  made: { readonly tree: string; readonly message: string },
): Promise<Result<PlannedCommit>> {
  const entries = await changedEntries(git, choice.parent, made.tree);
  if (!entries.ok) return entries;
  const author = await person(git, 'GIT_AUTHOR_IDENT');
  if (!author.ok) return author;
  const committer = await person(git, 'GIT_COMMITTER_IDENT');
  if (!committer.ok) return committer;
  const plan = { ...made, parent: choice.parent, author: author.value, committer: committer.value };
  return success({ plan, entries: entries.value });
}

async function person(git: GitRunner, variable: string): Promise<Result<Person>> {
  const answer = await git.run({ args: ['-c', 'user.useConfigOnly=true', 'var', variable] });
  if (!answer.ok) return answer;
  const match = /^(?<identity>.* <.*>) (?<date>\d+ [+-]\d{4})$/u.exec(answer.value.stdout.trim());
  const { identity, date } = match?.groups ?? {};
  if (answer.value.code === 0 && identity !== undefined && date !== undefined) return success({ identity, date });
  return failure({
    code: 'invalid',
    message: 'Git does not know who you are, so it cannot commit.',
    action: 'Run: git config --global user.name "Your Name" and git config --global user.email you@example.com',
    detail: answer.value.stderr.trim(),
  });
}

/** Writes the commit object. The same plan gives the same object, unless the user has commits signed. */
export async function writeCommit(git: GitRunner, plan: CommitPlan): Promise<Result<string>> {
  const signs = await git.run({ args: ['config', '--type=bool', '--get', 'commit.gpgSign'] });
  if (!signs.ok) return signs;
  const sign = signs.value.stdout.trim() === 'true' ? ['-S'] : [];
  const args = ['commit-tree', ...sign, '-p', plan.parent, '-F', '-', plan.tree];
  const environment = {
    ...identityVariables('AUTHOR', plan.author),
    ...identityVariables('COMMITTER', plan.committer),
  };
  const answer = await git.run({
    args: ['-c', 'i18n.commitEncoding=UTF-8', ...args],
    input: plan.message,
    environment,
  });
  if (answer.ok && answer.value.code !== 0 && sign.length > 0) return failure(cannotSign(answer.value.stderr));
  const id = expectSuccess(answer, args);
  return id.ok ? success(id.value.trim()) : id;
}

function cannotSign(words: string): { code: 'tool-failed'; message: string; action: string; detail: string } {
  return {
    code: 'tool-failed',
    message: 'The commit could not be signed (commit.gpgSign is on).',
    action: 'Unlock your signing key, for example with a signed commit in a terminal, and run the command again.',
    detail: words.trim(),
  };
}

function identityVariables(role: 'AUTHOR' | 'COMMITTER', { identity, date }: Person): Record<string, string> {
  const end = identity.lastIndexOf(' <');
  return {
    [`GIT_${role}_NAME`]: identity.slice(0, end),
    [`GIT_${role}_EMAIL`]: identity.slice(end + 2, -1),
    [`GIT_${role}_DATE`]: date,
  };
}
