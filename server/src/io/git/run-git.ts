import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import { runTool, type ToolAnswer } from '../process.ts';
import { gitEnvironment } from './environment.ts';

interface GitCall {
  readonly args: readonly string[];
  readonly input?: string;
  /** Added to Git's environment; never a secret. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs Git in one folder. */
export interface GitRunner {
  readonly folder: string;
  readonly executable: string;
  readonly token: CancellationToken;
  /** Any exit code is an answer. */
  readonly run: (call: GitCall) => Promise<Result<ToolAnswer>>;
  /** Standard output; an exit code other than 0 is 'tool-failed' with Git's words. */
  readonly read: (...args: readonly string[]) => Promise<Result<string>>;
}

/** The user's settings that would change what is printed, and the background 'gc', which would outlive the call and hold locks. */
const settings = ['color.ui=false', 'log.showSignature=false', 'gc.auto=0', 'maintenance.auto=false'].flatMap(
  (setting) => ['-c', setting],
);

/**
 * Reading commands get `GIT_OPTIONAL_LOCKS=0`, so that looking never takes the index lock that the user's own Git
 * may want at that moment.
 */
export function gitIn(folder: string, executable: string, token: CancellationToken): GitRunner {
  const run = ({ args, input, environment }: GitCall): Promise<Result<ToolAnswer>> =>
    runTool({
      executable,
      args: [...settings, ...args],
      cwd: folder,
      environment: gitEnvironment(process.env, environment),
      ...(input !== undefined && { input }),
      token,
    });
  const read = async (...args: readonly string[]): Promise<Result<string>> =>
    expectSuccess(await run({ args, environment: { GIT_OPTIONAL_LOCKS: '0' } }), args);
  return { folder, executable, token, run, read };
}

/** The standard output of a call that has to succeed. */
export function expectSuccess(answer: Result<ToolAnswer>, args: readonly string[]): Result<string> {
  if (!answer.ok) return answer;
  return answer.value.code === 0 ? success(answer.value.stdout) : failure(gitFailed(answer.value, args));
}

/** What went wrong in a call of Git, in the user's words where its own are known, without passwords. */
export function gitFailed(answer: ToolAnswer, args: readonly string[]): Problem {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const words = withoutSecrets(answer.stderr.trim() || answer.stdout.trim());
  if (/index\.lock': File exists|Unable to create '.*\.lock'/u.test(words)) {
    return {
      code: 'conflict',
      message: 'Another Git program is working in this repository: a lock file is there.',
      action:
        'Wait until it has ended and run the command again. If none is running, delete the lock file named in the details.',
      detail: words,
    };
  }
  if (/detected dubious ownership/u.test(words)) {
    return {
      code: 'refused',
      message: 'Git does not trust this repository, because its folder belongs to another user.',
      action: 'If you trust it, add it to safe.directory as the details say.',
      detail: words,
    };
  }
  return { code: 'tool-failed', message: `'git ${command}' failed: ${firstLine(words)}`, detail: words };
}

function firstLine(words: string): string {
  const line = words.split('\n').find((candidate) => /^(fatal|error):/u.test(candidate)) ?? words.split('\n')[0] ?? '';
  return line.replace(/^(fatal|error): /u, '');
}

/** Takes passwords out of URLs (`https://user:password@host`), which Git prints in some messages. */
export function withoutSecrets(text: string): string {
  return text.replace(/(\w+:\/\/)[^/\s@]+@/gu, '$1');
}

/** The records of `-z` output. */
export function records(output: string): string[] {
  return output.split('\0').filter((record) => record !== '');
}

/** Lines of output without the empty ones. */
export function lines(output: string): string[] {
  return output.split(/\r?\n/u).filter((line) => line !== '');
}
