import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { Git, Repository, RepositoryWrites } from '../../workspace/ports/git.ts';
import { attachHead, setBranch, setUpstream } from './branches.ts';
import { planCommit, writeCommit } from './commits.ts';
import { repositoryFacts, type Folders } from './facts.ts';
import { runHook } from './hooks.ts';
import { stage } from './index-entries.ts';
import { remoteAccess } from './remote.ts';
import { gitFailed, gitIn, lines, type GitRunner } from './run-git.ts';

/** Git through the `git` program. `executable` is asked for at each opening, so that a changed setting counts at once. */
export function createGit(executable: () => string): Git {
  return { openRepository: (folder, token) => openRepository(folder, executable(), token) };
}

async function openRepository(
  folder: string,
  executable: string,
  token: CancellationToken,
): Promise<Result<Repository>> {
  const asking = gitIn(folder, executable, token);
  const args = ['rev-parse', '--show-toplevel', '--git-dir', '--show-prefix'];
  const answer = await asking.run({ args });
  if (!answer.ok) return answer;
  const [root, gitDirectory, prefix = ''] = lines(answer.value.stdout);
  if (answer.value.code !== 0 || root === undefined || gitDirectory === undefined) {
    return failure(notARepository(folder, gitFailed(answer.value, args)));
  }
  const base = await realpath(folder).catch(() => folder);
  const folders = {
    root,
    prefix: prefix.replace(/\/$/u, ''),
    gitDirectory: isAbsolute(gitDirectory) ? gitDirectory : resolve(base, gitDirectory),
  };
  return success(repositoryAt(gitIn(root, executable, token), folders));
}

function notARepository(folder: string, problem: ReturnType<typeof gitFailed>): ReturnType<typeof gitFailed> {
  if (/must be run in a work tree/u.test(problem.detail ?? '')) {
    return {
      ...problem,
      code: 'unsupported',
      message: `'${folder}' is a bare Git repository: it has no working tree.`,
    };
  }
  if (!/not a git repository/u.test(problem.detail ?? '')) return problem;
  return {
    code: 'not-found',
    message: `The folder '${folder}' is not in a Git repository.`,
    action: 'Open a folder that you have cloned from GitLab.',
    ...(problem.detail !== undefined && { detail: problem.detail }),
  };
}

function repositoryAt(git: GitRunner, folders: Folders): Repository {
  return { ...repositoryFacts(git, folders), ...repositoryWrites(git), ...remoteAccess(git) };
}

function repositoryWrites(git: GitRunner): RepositoryWrites {
  return {
    planCommit: (choice) => planCommit(git, choice),
    writeCommit: (plan) => writeCommit(git, plan),
    stage: (entries) => stage(git, entries),
    setBranch: (branch, to, from) => setBranch(git, branch, { to, from }),
    attachHead: (branch) => attachHead(git, branch),
    setUpstream: (branch, remote) => setUpstream(git, branch, remote),
    commitMade: () => runHook(git, { name: 'post-commit' }),
  };
}
