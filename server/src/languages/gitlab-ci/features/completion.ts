import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Completion, Cursor } from '../../language.ts';
import { resolveShape, type MapShape, type Shape } from '../keywords/shape.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { analyzePipeline } from '../model/pipeline.ts';
import { describeKeyword } from './describe.ts';
import { mappingAt, shapeAt, TOP_LEVEL } from './shape-path.ts';
import { positionAt, type TextPosition } from './position.ts';
import { aliasValues, proposedValues, referenceValues, type Proposal } from './proposed-values.ts';

/** What may be written at the cursor: keywords by position, names of jobs, stages and files, values. */
export function complete(snapshot: Snapshot, { file, offset }: Cursor): readonly Completion[] {
  const position = positionAt(file, offset);
  if (isComment(position.before)) return [];
  const reference = /!reference\s*\[([^\]]*)$/.exec(position.before);
  const request = { position, pipeline: analyzePipeline(file, snapshot), snapshot };
  if (reference !== null) return place(referenceValues(request, reference[1] ?? ''), position);
  const typed = file.text.slice(position.word.start, offset);
  if (typed.startsWith('*')) return place(aliasValues(summarizeFile(file).anchors), position);
  if (position.path.length === 0) return position.column === 0 ? keywords(TOP_LEVEL, position, '') : [];
  const shape = shapeAt(position.path);
  if (shape === undefined) return [];
  if (position.place === 'value') return place(proposedValues(shape, request), position);
  return [
    ...(shape.map ? keywords(shape.map, position, position.path.slice(1).join(':')) : []),
    ...items(shape, request),
  ];
}

function isComment(before: string): boolean {
  return /^\s*#|\s#/.test(before);
}

/** The values of a list on a line that is still empty, with their dash; after a dash the path leads into the list. */
function items(shape: Shape, request: Parameters<typeof proposedValues>[1]): Completion[] {
  const { position } = request;
  const isItem = position.path.at(-1) === '-';
  if (isItem) return place(proposedValues(shape, request), position);
  if (shape.list === undefined || shape.map !== undefined) return [];
  const proposals = proposedValues(resolveShape(shape.list.items), request);
  const dash = position.inFlow || position.before.trim() === '-' ? '' : '- ';
  return place(
    proposals.map((proposal) => ({ ...proposal, newText: `${dash}${proposal.newText}` })),
    position,
  );
}

function keywords(map: MapShape, position: TextPosition, parent: string): Completion[] {
  const { keys = {} } = mappingAt(map, position.siblings);
  return Object.entries(keys).flatMap(([label, written]): Completion[] => {
    const shape = resolveShape(written);
    if (position.siblings.has(label) || shape.undocumented === true) return [];
    const name = parent === '' ? label : `${parent.replaceAll(':-', '').replace(/^-:?/, '')}:${label}`;
    return [
      {
        label,
        kind: 'keyword',
        range: position.word,
        newText: position.hasColon ? label : `${label}:${takesScalar(shape) ? ' ' : ''}`,
        documentation: describeKeyword(name.replace(/^:/, ''), shape),
        ...(shape.deprecated !== undefined && { deprecated: true }),
        sortText: `${shape.deprecated === undefined ? '0' : '1'}${label}`,
      },
    ];
  });
}

function takesScalar({ string, integer, number, boolean }: Shape): boolean {
  return [string, integer, number, boolean].some((facet) => facet !== undefined);
}

function place(proposals: readonly Proposal[], { word }: TextPosition): Completion[] {
  return proposals.map((proposal) => ({ ...proposal, range: word }));
}
