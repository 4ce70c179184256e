import type { MergedPipelineText } from '../../../../server/src/lsp/protocol.ts';

/** A line's origin beside it. */
interface OriginLabel {
  readonly line: number;
  readonly text: string;
  /** How many letters stand between the end of the line and the label. */
  readonly gap: number;
}

/** Lines up to here decide where the labels stand. */
const LAST_COLUMN = 80;
const GAP = 4;

/**
 * The labels of a text: behind the first line of each part that comes from one file by the same steps, in one column, so
 * that the eye runs down both.
 */
export function originLabels({ text, lines, origins }: MergedPipelineText): OriginLabel[] {
  const written = text.split('\n');
  // Words at the top have no label, so they do not push the labels aside.
  const labelled = written.filter((_, index) => origins[lines[index] ?? -1] !== undefined);
  const widths = labelled.map(({ length }) => length).filter((width) => width <= LAST_COLUMN);
  const column = widths.reduce((widest, width) => Math.max(widest, width), 0);
  let before = '';
  return written.flatMap((line, index): OriginLabel[] => {
    const origin = origins[lines[index] ?? -1];
    if (origin === undefined) {
      if (line !== '') before = '';
      return [];
    }
    const group = [origin.file, ...origin.steps].join('\n');
    if (group === before && line.startsWith(' ')) return [];
    before = group;
    const place = origin.place === undefined ? [] : [origin.place];
    return [
      { line: index, text: [...place, ...origin.steps].join(' · '), gap: Math.max(column - line.length, 0) + GAP },
    ];
  });
}
