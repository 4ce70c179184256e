export interface Failure {
  /** A stable word, as `unauthorized`, `offline`, `missing-tool`, `cancelled`. */
  readonly code: string;
  /** For the user; names the thing. Never holds a token or a secret value. */
  readonly message: string;
  /** The way out, for the user. */
  readonly action?: string;
  /** The tool's or server's own words. */
  readonly detail?: string;
}

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Failure };

export interface PositionRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
