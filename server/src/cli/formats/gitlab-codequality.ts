import type { CheckReport, ReportedDiagnostic, Severity } from '../findings.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

/** GitLab's Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). */
export function gitlabCodeQuality({ diagnostics }: CheckReport): string {
  const seen = new Map<string, number>();
  const issues = diagnostics.map((diagnostic) => ({
    description: diagnostic.message,
    check_name: diagnostic.code,
    fingerprint: fingerprint(diagnostic, seen),
    severity: SEVERITIES[diagnostic.severity],
    location: { path: diagnostic.file, lines: { begin: diagnostic.range.start.line + 1 } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

/** The same for the same finding after lines were added above it; equal findings of one file are counted. */
function fingerprint({ file, code, message }: ReportedDiagnostic, seen: Map<string, number>): string {
  const identity = [file, code, message].join('\n');
  const count = seen.get(identity) ?? 0;
  seen.set(identity, count + 1);
  return hash(`${identity}\n${count}`);
}

/** FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): it only has to tell findings apart. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, '0');
}
