import { countSeverities, type CheckReport, type FormatOptions, type Severity } from '../findings.ts';

const COLORS: Readonly<Record<Severity, string>> = { error: '31', warning: '33', information: '34', hint: '90' };

/** `file:line:column: severity[code]: message`, lines and columns from 1, which terminals and editors turn into links. */
export function text(report: CheckReport, { isColored }: FormatOptions): string {
  const paint = (color: string, words: string): string => (isColored ? `\u001B[${color}m${words}\u001B[0m` : words);
  const lines = report.diagnostics.map(({ file, range, severity, code, message }) => {
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${paint('1', place)}: ${paint(COLORS[severity], `${severity}[${code}]`)}: ${message}`;
  });
  return [...lines, summary(report)].map((line) => `${line}\n`).join('');
}

function summary({ files, otherFiles, diagnostics }: CheckReport): string {
  const counts = countSeverities(diagnostics).map(([severity, count]) => countOf(count, severity));
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ');
  const others = otherFiles === 0 ? '' : ` (${countOf(otherFiles, 'YAML file')} of other kinds left out)`;
  return `${countOf(files, 'file')} checked${others}: ${found}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'information' ? '' : 's'}`;
}
