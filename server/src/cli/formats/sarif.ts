import type { PositionRange } from '../../base/range.ts';
import type { CheckReport, FormatOptions, ReportedDiagnostic, Severity } from '../findings.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Lines and columns count from 1. */
export function sarif({ diagnostics, unchecked }: CheckReport, { version }: FormatOptions): string {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  const run = {
    tool: { driver: { name: 'plumbline', version, rules: rules.map((id) => ({ id })) } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: unchecked.length === 0,
        toolExecutionNotifications: unchecked.map(({ file, reason }) => ({
          level: 'error',
          message: { text: `${file}: ${reason}` },
        })),
      },
    ],
    results: diagnostics.map((diagnostic) => ({
      ruleId: diagnostic.code,
      ruleIndex: rules.indexOf(diagnostic.code),
      level: LEVELS[diagnostic.severity],
      message: { text: diagnostic.message },
      locations: [{ physicalLocation: place(diagnostic) }],
      ...relatedOf(diagnostic),
    })),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}

function relatedOf({ related = [] }: ReportedDiagnostic): object {
  if (related.length === 0) return {};
  return {
    relatedLocations: related.map((other) => ({ physicalLocation: place(other), message: { text: other.message } })),
  };
}

function place({ file, range }: { readonly file: string; readonly range: PositionRange }): object {
  return {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    region: {
      startLine: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    },
  };
}
