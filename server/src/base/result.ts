/**
 * What went wrong on the machine's side (file gone, no network, tool missing, 403): data, not an exception.
 * `message` is for the user and names the thing; `action` is the way out; `detail` holds the tool's own words.
 * None of them ever holds a token or a secret value.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly action?: string;
  readonly detail?: string;
}

export type ProblemCode =
  | 'cancelled'
  | 'conflict'
  | 'forbidden'
  | 'invalid'
  | 'missing-tool'
  | 'moved'
  | 'not-found'
  | 'not-trusted'
  | 'offline'
  | 'rate-limited'
  | 'refused'
  | 'server-error'
  | 'timeout'
  | 'tool-failed'
  | 'unauthorized'
  | 'unknown-outcome'
  | 'unsupported';

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

/** A result with a value. */
export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** A result with what went wrong. */
export function failure(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
