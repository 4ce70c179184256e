import type { MergedEvent } from '../../workflows/merged-pipeline/merged-event.ts';

/** The merged pipeline as YAML; with origins each line says behind it where it is written and what put it there. */
export function mergedText({ value, unknown, write }: MergedEvent, hasOrigins: boolean): string {
  if (value === undefined) return '';
  const notes = unknown.map(({ name, because }) => `# Not in here: ${name}, because ${because}`);
  const { lines, isCut } = write(hasOrigins);
  const end = isCut ? ['# … and more, which nobody would read'] : [];
  return [...notes, ...(notes.length > 0 ? [''] : []), ...lines, ...end, ''].join('\n');
}
