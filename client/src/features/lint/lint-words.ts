import type { Failure, LintFinding, LintOnServerResult } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';

/** What the status bar shows; `icon` is a codicon. */
export interface LintStatus {
  readonly text: string;
  readonly tooltip: string;
}

export const running: LintStatus = { text: '$(sync~spin) GitLab: linting…', tooltip: 'GitLab lints the pipeline' };

export const changedSince: LintStatus = {
  text: '$(history) GitLab: changed since',
  tooltip: 'The pipeline has changed since GitLab linted it. Lint again',
};

/** GitLab could not be asked. */
export function failedStatus({ message }: Failure): LintStatus {
  return { text: '$(question) GitLab: not linted', tooltip: message };
}

/** The verdict with the numbers of errors and warnings. */
export function resultStatus(result: LintOnServerResult): LintStatus {
  const { findings, isValid } = result;
  const count = (severity: LintFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const verdict = isValid ? '$(pass) GitLab: valid' : `$(error) GitLab: ${counted(errors, 'error')}`;
  return {
    text: warnings === 0 ? verdict : `${verdict}, ${counted(warnings, 'warning')}`,
    tooltip: [describe(result), ...result.notes].join('\n'),
  };
}

/** One sentence: what was linted, how, and what came of it. */
export function describe({ isValid, file, dryRun, ref, jobs, instance, findings }: LintOnServerResult): string {
  const how = dryRun ? `dry run on ${ref}` : `includes as on ${ref}`;
  const size = jobs === undefined || !isValid ? '' : `, ${counted(jobs, 'job')}`;
  const verdict = isValid ? 'valid' : counted(findings.filter(({ severity }) => severity === 'error').length, 'error');
  return `${new URL(instance).host}: '${file}' is linted (${how}${size}): ${verdict}.`;
}
