import type { LintFinding, LintOnServerResult } from '../../workflows/lint-on-server.ts';

/** One line of JSON; the shape is part of the CLI's interface, `version` counts its breaking changes. */
export function lintJson(result: LintOnServerResult, shown: (finding: LintFinding) => string): string {
  const { isValid, dryRun, ref, instance, findings, jobs, notes, difference } = result;
  const of = (severity: LintFinding['severity']): object[] =>
    findings.filter((finding) => finding.severity === severity).map((finding) => messageOf(finding, shown(finding)));
  return `${JSON.stringify({
    version: 1,
    valid: isValid,
    dryRun,
    ref,
    gitlab: { instance, version: result.version },
    errors: of('error'),
    warnings: of('warning'),
    jobs,
    notes,
    difference: difference?.summary,
  })}\n`;
}

function messageOf({ message, range, isExact, code }: LintFinding, file: string): object {
  return { gitlab: message, file, range, exact: isExact, code };
}
