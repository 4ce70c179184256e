import { failure, success, type Result } from '../../base/result.ts';
import { expectSuccess, gitFailed, type GitRunner } from './run-git.ts';

/** Git's name for "no object", as long as the repository's object names. */
function nothing(commit: string): string {
  return '0'.repeat(commit.length);
}

/** Moves a branch from one commit to another, or makes it (`from` null). Already there is success. */
export async function setBranch(
  git: GitRunner,
  branch: string,
  { to, from }: { readonly to: string; readonly from: string | null },
): Promise<Result<void>> {
  const ref = `refs/heads/${branch}`;
  const valid = await git.run({ args: ['check-ref-format', ref] });
  if (!valid.ok) return valid;
  if (valid.value.code !== 0) {
    return failure({
      code: 'invalid',
      message: `'${branch}' is no name that Git takes for a branch.`,
      action: 'Use letters, digits, dashes and slashes.',
    });
  }
  const args = ['update-ref', '-m', 'plumbline: open merge request', ref, to, from ?? nothing(to)];
  const answer = await git.run({ args });
  if (!answer.ok) return answer;
  if (answer.value.code === 0) return success(undefined);
  const present = await git.run({ args: ['rev-parse', '--verify', '--quiet', ref] });
  if (!present.ok) return present;
  if (present.value.stdout.trim() === to) return success(undefined);
  return failure(cannotMove(branch, present.value.stdout.trim(), gitFailed(answer.value, args).detail ?? ''));
}

function cannotMove(branch: string, present: string, words: string): Parameters<typeof failure>[0] {
  // `feature` and `feature/x` cannot both be branches: one is a file where the other needs a folder.
  if (/cannot create|exists; cannot|cannot lock ref.*exists/u.test(words) && present === '') {
    return {
      code: 'conflict',
      message: `The branch '${branch}' cannot be made beside a branch that is a part of its name.`,
      action: 'Choose another branch name.',
      detail: words,
    };
  }
  const at = present === '' ? '' : `: it is at ${present.slice(0, 8)} now`;
  return {
    code: 'conflict',
    message: `The branch '${branch}' was changed by somebody else meanwhile${at}.`,
    action: 'Choose another branch name, or discard the unfinished run and start again.',
    detail: words,
  };
}

/** Makes HEAD name a branch; `git symbolic-ref` writes nothing else. */
export async function attachHead(git: GitRunner, branch: string): Promise<Result<void>> {
  const args = ['symbolic-ref', '-m', `plumbline: moving to ${branch}`, 'HEAD', `refs/heads/${branch}`];
  const answer = expectSuccess(await git.run({ args }), args);
  return answer.ok ? success(undefined) : answer;
}

/** Sets `branch.<name>.remote` and `.merge`, as `git push --set-upstream` does; what the user has set stays. */
export async function setUpstream(git: GitRunner, branch: string, remote: string): Promise<Result<void>> {
  const known = await git.run({ args: ['config', '--get', `branch.${branch}.merge`] });
  if (!known.ok) return known;
  if (known.value.code === 0) return success(undefined);
  for (const [key, value] of [
    ['remote', remote],
    ['merge', `refs/heads/${branch}`],
  ] as const) {
    const args = ['config', '--local', `branch.${branch}.${key}`, value];
    const answer = expectSuccess(await git.run({ args }), args);
    if (!answer.ok) return answer;
  }
  return success(undefined);
}
