import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';

/** What is wrong in a shell script. Lines and columns count from 1, columns in characters (code points); the end is exclusive. */
export interface ShellFinding {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Of ShellCheck: 2046 for SC2046. */
  readonly code: number;
  /** 'error': the script does not do what it says, or cannot be read. 'warning': it may not, for some values. */
  readonly level: 'error' | 'warning';
  readonly message: string;
}

/** ShellCheck on this machine. */
export interface ShellChecker {
  /** Whether it is there and can be started. */
  readonly isInstalled: (token: CancellationToken) => Promise<boolean>;
  /** Judges a script for Bash, which it gets on standard input. A tool that is not there is 'missing-tool'. */
  readonly check: (script: string, token: CancellationToken) => Promise<Result<readonly ShellFinding[]>>;
}
