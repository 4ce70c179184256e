import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Completion, Cursor } from '../../../language.ts';
import { resolveShape, type MapShape, type Shape } from '../../keywords/shape.ts';
import { summarizeFile } from '../../model/file-summary.ts';
import { analyzePipeline } from '../../model/pipeline.ts';
import { describeKeyword } from '../describe.ts';
import { mappingAt, shapeAt, TOP_LEVEL } from '../shape-path.ts';
import { positionAt, type TextPosition } from './position.ts';
import { aliasValues, proposedValues, referenceValues, type Proposal, type Request } from './proposed-values.ts';

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
  return inBlock(shape, request);
}

function isComment(before: string): boolean {
  return /^\s*#|\s#/.test(before);
}

/** On a line of its own: keywords of a mapping, or items of a list with their dash. */
function inBlock(shape: Shape, request: Request): Completion[] {
  const { position } = request;
  if (position.path.at(-1) === '-' || position.inFlow) {
    return [...keywordsOf(shape, request), ...place(proposedValues(shape, request), position)];
  }
  const item = shape.list && resolveShape(shape.list.items);
  const isBegun = position.siblings.size > 0;
  if (item === undefined || isBegun || (shape.map !== undefined && item.string?.names === undefined)) {
    return keywordsOf(shape, request);
  }
  return [...place(proposedValues(item, request), position), ...keywordsOf(item, request)].map((completion) => {
    return { ...completion, newText: `- ${completion.newText}` };
  });
}

function keywordsOf({ map }: Shape, { position }: Request): Completion[] {
  return map === undefined ? [] : keywords(map, position, position.path.slice(1).join(':'));
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
