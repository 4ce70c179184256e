import type { DataRecord } from '../../base/record.ts';
import { linesOf, originWords, withComments, type MergedPipeline } from '../../languages/gitlab-ci/index.ts';
import type { MergedEvent } from '../../workflows/merge-event.ts';
import { describeInclude, isIncludePath } from '../../workspace/include-address.ts';
import { writeLines } from '../../yaml/write-lines.ts';

/** The merged pipeline as YAML; with origins each line says behind it where it is written and what put it there. */
export function mergedText({ merged }: MergedEvent, hasOrigins: boolean): string {
  const { value, trace, unknown } = merged;
  if (value === undefined || trace === undefined) return '';
  const notes = unknown.map(({ name, because }) => `# Not in here: ${name}, because ${because}`);
  const { lines, isCut } = hasOrigins ? commented(value, trace) : plain(value);
  const end = isCut ? ['# … and more, which nobody would read'] : [];
  return [...notes, ...(notes.length > 0 ? [''] : []), ...lines, ...end, ''].join('\n');
}

interface Lines {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

function plain(value: DataRecord): Lines {
  const { lines, isCut } = writeLines(value);
  return { lines: lines.map(({ text }) => text), isCut };
}

function commented(value: DataRecord, trace: NonNullable<MergedPipeline['trace']>): Lines {
  const { lines, isCut } = linesOf(value, trace);
  const rows = lines.map(({ text, origin, begins }) => ({
    text,
    words: begins && origin ? originWords(origin, nameOf) : '',
  }));
  return { lines: withComments(rows), isCut };
}

/** Files of other projects and addresses are called as in an include. */
function nameOf(path: string): string {
  return isIncludePath(path) ? describeInclude(path) : path;
}
