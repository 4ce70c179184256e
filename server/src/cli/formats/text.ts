import { counted } from '../../base/words.ts';
import { countSeverities, type CheckReport, type FormatOptions } from '../findings.ts';
import { painter } from './paint.ts';

const COLORS = { error: 'red', warning: 'yellow', information: 'blue', hint: 'grey' } as const;

/** `file:line:column: severity[code]: message`, lines and columns from 1, which terminals and editors turn into links. */
export function text(report: CheckReport, { isColored }: FormatOptions): string {
  const paint = painter(isColored);
  const lines = report.diagnostics.map(({ file, range, severity, code, message }) => {
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${paint('bold', place)}: ${paint(COLORS[severity], `${severity}[${code}]`)}: ${message}`;
  });
  return [...lines, summary(report)].map((line) => `${line}\n`).join('');
}

function summary({ files, otherFiles, diagnostics }: CheckReport): string {
  const counts = countSeverities(diagnostics).map(([severity, count]) => wordsFor(count, severity));
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ');
  const others = otherFiles === 0 ? '' : ` (${counted(otherFiles, 'YAML file')} of other kinds left out)`;
  return `${counted(files, 'file')} checked${others}: ${found}`;
}

function wordsFor(count: number, severity: string): string {
  return severity === 'information' ? `${count} information` : counted(count, severity);
}
