import type { PositionRange } from './outcome.ts';

/** Lets the project's GitLab lint the pipeline that the active file belongs to, with its text as it is in the editor. */
export const lintOnServerRequest = 'plumbline/lintOnServer';
export interface LintOnServerParams {
  /** URI of the active file. */
  readonly uri: string;
  /** Also simulates the creation of a pipeline for a push. Default false. */
  readonly dryRun?: boolean;
  /** The branch to lint for. By default the branch that is checked out when the server has it, else the default branch. */
  readonly ref?: string;
  readonly workDoneToken?: string | number;
}

export interface LintOnServerResult {
  readonly isValid: boolean;
  readonly dryRun: boolean;
  /** The pipeline file, relative to the repository. */
  readonly file: string;
  readonly uri: string;
  /** The branch whose files GitLab read for includes, and for which a dry run was simulated. */
  readonly ref: string;
  /** `https://gitlab.example.com` */
  readonly instance: string;
  /** GitLab's version, as `18.6.0-ee`. */
  readonly version: string;
  /** In GitLab's order. */
  readonly findings: readonly LintFinding[];
  /** How many jobs GitLab found; absent when it does not say. */
  readonly jobs?: number;
  /** What GitLab did not see, and what could not be compared; for the user. */
  readonly notes: readonly string[];
  /** Plumbline's own verdict on the same files is another one: a bug in Plumbline. */
  readonly difference?: LintDifference;
}

export interface LintFinding {
  /** In GitLab's words. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly uri: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly range: PositionRange;
  /** False: only something around the place could be found, or nothing but the file. */
  readonly isExact: boolean;
  /** The code of Plumbline's finding at that place. */
  readonly code?: string;
}

export interface LintDifference {
  /** One sentence for the user. */
  readonly summary: string;
  /** Markdown to send to us: both verdicts and the part of the pipeline that they are about, values taken out. */
  readonly report: string;
}
