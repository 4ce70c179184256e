import { isRecord, ownText, ownValue } from '../base/record.ts';
import { parseJson } from '../base/json.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { ShellChecker, ShellFinding } from '../workspace/ports/shell-checker.ts';
import { runTool } from './process.ts';

interface ShellCheckOptions {
  /** A name on the PATH or an absolute path. */
  readonly executable: () => string;
  /** Where `.shellcheckrc` is looked for, with the folders above. */
  readonly folder: () => string;
}

/**
 * What makes no sense in a job's script: files that are only there when it runs (1090, 1091), variables that the runner sets or another
 * command reads (2034, 2154), a missing first line (2148), functions that another part of the script may call (2119, 2120), and
 * `cd` without `|| exit` (2164), as the runner ends the job at the first failure.
 */
const EXCLUDED = 'SC1090,SC1091,SC2034,SC2154,SC2148,SC2119,SC2120,SC2164';

const TIMEOUT_MILLISECONDS = 20_000;

/** ShellCheck (https://www.shellcheck.net). Scripts go to its standard input: they may hold what belongs in no file. */
export function createShellChecker({ executable, folder }: ShellCheckOptions): ShellChecker {
  const run = (args: readonly string[], input: string, token: Parameters<ShellChecker['check']>[1]) =>
    runTool({
      executable: executable(),
      args,
      cwd: folder(),
      input,
      timeout: TIMEOUT_MILLISECONDS,
      howToGetIt: "Install ShellCheck (https://www.shellcheck.net) or name it in 'plumbline.executables.shellcheck'.",
      token,
    });
  return {
    async isInstalled(token) {
      const answer = await run(['--version'], '', token);
      return answer.ok && answer.value.code === 0 && answer.value.stdout.includes('ShellCheck');
    },
    async check(script, token) {
      const args = ['--format=json1', '--shell=bash', '--severity=warning', `--exclude=${EXCLUDED}`, '-'];
      const answer = await run(args, script, token);
      // 0: nothing found, 1: something found; others could not judge it.
      return answer.ok ? readAnswer(answer.value.stdout, answer.value.code) : answer;
    },
  };
}

function readAnswer(stdout: string, code: number): Result<readonly ShellFinding[]> {
  const json = code <= 1 ? parseJson(stdout) : undefined;
  const comments = json?.ok === true ? ownValue(json.value, 'comments') : undefined;
  if (!Array.isArray(comments)) {
    return failure({ code: 'tool-failed', message: `ShellCheck could not judge the script (exit code ${code}).` });
  }
  return success(comments.flatMap((comment: unknown) => readComment(comment)));
}

function readComment(comment: unknown): ShellFinding[] {
  const message = ownText(comment, 'message');
  if (!isRecord(comment) || message === undefined) return [];
  const number = (key: string): number => Number(ownValue(comment, key));
  const [line, column, endLine, endColumn] = ['line', 'column', 'endLine', 'endColumn'].map(number);
  if (line === undefined || column === undefined || endLine === undefined || endColumn === undefined) return [];
  const level = ownText(comment, 'level') === 'error' ? 'error' : 'warning';
  return [{ line, column, endLine, endColumn, code: number('code'), level, message }];
}
