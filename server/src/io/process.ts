import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';

export interface ToolRequest {
  /** A name on the PATH or an absolute path. Never a shell line. */
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; the process's own when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Milliseconds until it is ended; no limit when absent. */
  readonly timeout?: number;
  /** More output than this ends the tool; 128 MB when absent. */
  readonly maxBytes?: number;
  /** `latin1` keeps every byte of the output as one character, for output that is no text. */
  readonly encoding?: 'utf8' | 'latin1';
  /** How a user gets the tool, as a sentence: the way out when it is not there. */
  readonly howToGetIt?: string;
  /** Values that the tool knows and nobody may read: taken out of `stderr`. */
  readonly secrets?: readonly string[];
  readonly token: CancellationToken;
}

export interface ToolAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code; a tool ended by a signal answers 128. */
  readonly code: number;
}

/** More than this of output ends the tool: no answer that is used here is near it. */
const MEGABYTE = 1024 * 1024;
const MAX_OUTPUT_BYTES = 128 * MEGABYTE;
const KILL_AFTER_MS = 3000;

/**
 * Runs a tool without a shell and collects its output, as UTF-8 unless told otherwise. Any exit code is an answer; a missing executable is
 * 'missing-tool', a cancelled run 'cancelled', one that takes too long 'timeout'. Ending it ends its children too.
 */
export function runTool(request: ToolRequest): Promise<Result<ToolAnswer>> {
  if (request.token.isCancellationRequested) return Promise.resolve(failure(cancelled(request)));
  return new Promise((resolve) => {
    const child = spawn(request.executable, request.args, {
      cwd: request.cwd,
      env: outsideOfFolder(request.environment ?? process.env),
      stdio: 'pipe',
      windowsHide: true,
      // Its own process group, so that hooks, transports and other children end with it.
      detached: process.platform !== 'win32',
    });
    const output = collect(child, request);
    let ended: Problem | undefined;
    const stop = (problem: Problem): void => {
      ended ??= problem;
      endGroup(child);
    };
    const subscription = request.token.onCancellationRequested(() => {
      stop(cancelled(request));
    });
    const timer =
      request.timeout === undefined
        ? undefined
        : setTimeout(() => {
            stop(tooLong(request));
          }, request.timeout);
    const finish = (result: Result<ToolAnswer>): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(ended === undefined ? result : failure(ended));
    };
    child.once('error', (error) => {
      finish(failure(cannotStart(request, error)));
    });
    child.once('close', (code) => {
      finish(output.isTooLarge() ? failure(tooMuch(request)) : success(answer(output, request, code)));
    });
    // A tool that ends before it has read its input closes the pipe; its exit code tells the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request.input ?? '');
  });
}

/**
 * The environment without what would start a program that lies in the folder a tool works in, which others may have
 * written: entries of PATH that depend on it, and Windows' habit of looking there first
 * (https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-needcurrentdirectoryforexepathw).
 */
function outsideOfFolder(environment: NonNullable<ToolRequest['environment']>): Record<string, string | undefined> {
  const entries = Object.entries(environment).map(([name, value]): [string, string | undefined] => {
    if (name.toUpperCase() !== 'PATH' || value === undefined) return [name, value];
    const fixed = value.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    // An empty PATH means the folder itself; without one the system's own folders are searched.
    return [name, fixed.length === 0 ? undefined : fixed.join(path.delimiter)];
  });
  const onWindows = { NoDefaultCurrentDirectoryInExePath: '1' };
  return { ...Object.fromEntries(entries), ...(process.platform === 'win32' && onWindows) };
}

interface Output {
  readonly texts: () => { stdout: string; stderr: string };
  readonly isTooLarge: () => boolean;
}

function answer(output: Output, request: ToolRequest, code: number | null): ToolAnswer {
  const { stdout, stderr } = output.texts();
  return { stdout, stderr: withoutValues(stderr, request.secrets ?? []), code: code ?? 128 };
}

/** Replaces each value in a text that somebody may read. Empty values hide nothing. */
export function withoutValues(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, '***')), text);
}

function collect(child: ChildProcess, request: ToolRequest): Output {
  const maxBytes = request.maxBytes ?? MAX_OUTPUT_BYTES;
  const encoding = request.encoding ?? 'utf8';
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let size = 0;
  const into = (chunks: Buffer[]) => (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) endGroup(child);
    else chunks.push(chunk);
  };
  child.stdout?.on('data', into(stdout));
  child.stderr?.on('data', into(stderr));
  return {
    texts: () => ({ stdout: Buffer.concat(stdout).toString(encoding), stderr: Buffer.concat(stderr).toString('utf8') }),
    isTooLarge: () => size > maxBytes,
  };
}

/** Asks the whole group to end, and makes it end when it does not. */
function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, KILL_AFTER_MS);
  timer.unref();
  child.once('close', () => {
    clearTimeout(timer);
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function cannotStart(request: ToolRequest, error: NodeJS.ErrnoException): Problem {
  const name = request.executable;
  if (!existsSync(request.cwd)) {
    return {
      code: 'not-found',
      message: `The folder '${request.cwd}' does not exist any more.`,
      detail: error.message,
    };
  }
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    return {
      code: 'missing-tool',
      message: `'${name}' cannot be started: there is no such program on this machine.`,
      action: request.howToGetIt ?? `Install ${name} or set its path in the settings.`,
      detail: error.message,
    };
  }
  return { code: 'tool-failed', message: `'${name}' cannot be started.`, detail: error.message };
}

function cancelled(request: ToolRequest): Problem {
  return { code: 'cancelled', message: `'${request.executable}' was cancelled.` };
}

function tooLong(request: ToolRequest): Problem {
  const seconds = Math.round((request.timeout ?? 0) / 1000);
  return { code: 'timeout', message: `'${request.executable}' has not answered for ${seconds} seconds and was ended.` };
}

function tooMuch(request: ToolRequest): Problem {
  const megabytes = Math.ceil((request.maxBytes ?? MAX_OUTPUT_BYTES) / MEGABYTE);
  return { code: 'tool-failed', message: `'${request.executable}' printed more than ${megabytes} MB and was ended.` };
}
