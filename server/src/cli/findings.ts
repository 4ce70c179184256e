import type { Diagnostic, Severity } from '../features/answers.ts';
import type { PositionRange } from '../base/range.ts';

/** What `check` found, ready for any format. Lines and characters count from 0, characters in UTF-16. */
export interface CheckReport {
  /** Files of a kind that Plumbline knows. */
  readonly files: number;
  readonly documents: number;
  /** YAML files of no kind that Plumbline knows: nothing is said about them. */
  readonly otherFiles: number;
  readonly unchecked: readonly { readonly file: string; readonly reason: string }[];
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** What GitLab itself would say of each pipeline, where the format shows it. */
  readonly pipelines?: readonly PipelineVerdict[];
}

/** What GitLab itself would say of a pipeline, in its order and words. */
export interface PipelineVerdict {
  /** The file that GitLab starts from. */
  readonly file: string;
  /** Null when that depends on what is unknown. */
  readonly valid: boolean | null;
  readonly errors: readonly ReportedMessage[];
  readonly warnings: readonly ReportedMessage[];
  readonly unknown: readonly { readonly name: string; readonly because: string }[];
}

/** A message of GitLab, its place, and our finding there. */
export interface ReportedMessage {
  readonly gitlab: string;
  readonly message?: string;
  readonly code?: string;
  readonly file?: string;
  readonly range?: PositionRange;
}

export interface ReportedDiagnostic {
  readonly file: string;
  readonly range: PositionRange;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** In GitLab's words, where GitLab would say it. */
  readonly gitlab?: string;
  readonly related?: readonly { readonly file: string; readonly range: PositionRange; readonly message: string }[];
}

export interface FormatOptions {
  readonly isColored: boolean;
  /** Of Plumbline. */
  readonly version: string;
}

export type { Diagnostic, Severity };

const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Whether a finding counts when everything from `least` upwards counts. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return ORDER.indexOf(severity) <= ORDER.indexOf(least);
}

/** How many findings of each severity there are, the severest first. */
export function countSeverities(diagnostics: readonly ReportedDiagnostic[]): [Severity, number][] {
  return ORDER.map((severity): [Severity, number] => [
    severity,
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
  ]).filter(([, count]) => count > 0);
}
