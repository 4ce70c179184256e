import { linesOf, originWords, withComments } from '../../languages/gitlab-ci/index.ts';
import type { MergedEvent } from '../../workflows/merge-event.ts';

/** The merged pipeline as YAML; with origins each line says behind it where it is written and what put it there. */
export function mergedText({ merged }: MergedEvent, hasOrigins: boolean): string {
  const { value, trace, unknown } = merged;
  if (value === undefined || trace === undefined) return '';
  const notes = unknown.map(({ name, because }) => `# Not in here: ${name}, because ${because}`);
  const { lines, isCut } = linesOf(value, trace);
  const rows = lines.map(({ text, origin, begins }) => ({
    text,
    words: hasOrigins && begins && origin ? originWords(origin, (path) => path) : '',
  }));
  const end = isCut ? ['# … and more, which nobody would read'] : [];
  return [...notes, ...(notes.length > 0 ? [''] : []), ...withComments(rows), ...end, ''].join('\n');
}
