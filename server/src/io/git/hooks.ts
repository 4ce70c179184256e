import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, success, type Result } from '../../base/result.ts';
import { runTool, type ToolAnswer } from '../process.ts';
import { gitEnvironment } from './environment.ts';
import { gitFailed, withoutSecrets, type GitRunner } from './run-git.ts';

interface HookCall {
  readonly name: 'pre-commit' | 'prepare-commit-msg' | 'commit-msg' | 'post-commit';
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs one of the user's hooks as `git commit` would, when it is there. A hook that declines is 'refused', in its own
 * words. https://git-scm.com/docs/githooks
 */
export async function runHook(git: GitRunner, hook: HookCall): Promise<Result<void>> {
  const answer = await hookAnswer(git, hook);
  if (!answer.ok) return answer;
  if (answer.value === undefined || answer.value.code === 0) return success(undefined);
  const words = withoutSecrets(`${answer.value.stdout}${answer.value.stderr}`.trim());
  return failure({
    code: 'refused',
    message: `Your ${hook.name} hook declined the commit${words === '' ? '' : `: ${lastLine(words)}`}`,
    action: 'Correct what the hook names and run the command again. Nothing has been committed.',
    detail: words,
  });
}

/** Undefined when there is no such hook. */
async function hookAnswer(git: GitRunner, hook: HookCall): Promise<Result<ToolAnswer | undefined>> {
  const path = await hookPath(git, hook.name);
  if (!path.ok || path.value === undefined) return path as Result<undefined>;
  const environment = { GIT_EDITOR: ':', ...hook.environment };
  const args = ['hook', 'run', '--ignore-missing', hook.name, '--', ...(hook.args ?? [])];
  const answer = await git.run({ args, environment });
  if (!answer.ok || !/'hook' is not a git command/u.test(answer.value.stderr)) return answer;
  // Git before 2.36 has no `git hook`; it started the file itself, as is done here.
  return runTool({
    executable: path.value,
    args: hook.args ?? [],
    cwd: git.folder,
    environment: gitEnvironment(process.env, environment),
    token: git.token,
  });
}

async function hookPath(git: GitRunner, name: string): Promise<Result<string | undefined>> {
  const args = ['rev-parse', '--git-path', `hooks/${name}`];
  const answer = await git.run({ args });
  if (!answer.ok) return answer;
  if (answer.value.code !== 0) return failure(gitFailed(answer.value, args));
  const given = answer.value.stdout.trim();
  const path = given.startsWith('/') || /^[A-Za-z]:/u.test(given) ? given : join(git.folder, given);
  const isThere = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return success(isThere ? path : undefined);
}

function lastLine(words: string): string {
  return (
    words
      .split('\n')
      .findLast((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
