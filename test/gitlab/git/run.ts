import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** Git ended with an error; `stderr` is its own text. */
export class GitFailure extends Error {
  readonly exitCode: number;
  readonly stderr: string;

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    super(`git ${args[0] ?? ''} ended with ${exitCode}: ${stderr}`);
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** The environment of every Git process: nothing of this machine's or this user's configuration gets in. */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...extra,
  };
}

interface GitRun {
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs Git in `folder` and gives its output as bytes; throws `GitFailure` when it ends with an error. */
export function gitBytes(folder: string, args: readonly string[], options: GitRun = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: folder,
      env: gitEnvironment(options.environment),
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new GitFailure(args, code ?? -1, Buffer.concat(errors).toString('utf8').trim()));
    });
    child.stdin.end(options.input ?? '');
  });
}

export async function git(folder: string, args: readonly string[], options: GitRun = {}): Promise<string> {
  return (await gitBytes(folder, args, options)).toString('utf8');
}

/** The trimmed output, or undefined when Git ends with an error (a name that is not there, mostly). */
export async function gitMaybe(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(folder, args)).trim();
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}
