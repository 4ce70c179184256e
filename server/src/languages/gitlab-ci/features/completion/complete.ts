import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Completion, Cursor } from '../../../language.ts';
import { resolveShape, type Shape } from '../../keywords/shape.ts';
import { isJobName } from '../../model/names.ts';
import { summarizeFile } from '../../model/file-summary.ts';
import { analyzePipeline, type Pipeline } from '../../model/pipeline.ts';
import { shapeAt, TOP_LEVEL } from '../shape-path.ts';
import { interpolationBefore, interpolationItems, inText } from './in-text.ts';
import { itemsOfPlace, ownKeys } from './by-keyword.ts';
import { inheritedKeywords } from './inherited-keywords.ts';
import { keywordItems, keywordsBelow } from './keyword-items.ts';
import { isAmongItems, isFilledBelow, isListBegun, isNoPlace } from './neighbours.ts';
import { positionAt, type TextPosition } from './position.ts';
import { placeAll, quoted, type Proposal, type Request } from './proposal.ts';
import { aliasValues, proposedValues } from './proposed-values.ts';
import { referenceKeys, wholeReferences } from './reference-path.ts';
import { siblingItems } from './siblings.ts';
import { isHeader, newHeader, newJob } from './top-level-items.ts';

/** What may be written at the cursor: keywords by position, names of jobs, stages and files, variables, values. */
export function complete(snapshot: Snapshot, { file, offset }: Cursor): readonly Completion[] {
  if (isNoPlace(file, offset)) return [];
  const position = positionAt(file, offset);
  const request = createRequest(snapshot, { file, offset }, position);
  const interpolation = interpolationBefore(file, offset);
  if (interpolation !== undefined) return interpolationItems(request, interpolation);
  if (position.flow?.tag === '!reference') return placeAll(referenceKeys(request), position);
  if (position.path.length === 0) return topLevel(request);
  const shape = shapeAt(position.path);
  const isCondition = isConditionAt(shape, request);
  if (isCondition || isTextPlace(request)) {
    const items = inText(request, isCondition);
    if (items !== undefined) return items;
  }
  return position.isContinued ? [] : atPlace(shape, request);
}

/** Values behind a key; elsewhere keys, or the items of a list. */
function atPlace(shape: Shape | undefined, request: Request): Completion[] {
  const { position, file } = request;
  const mark = position.quote === undefined ? position.typed.charAt(0) : '';
  if (mark === '!') return placeAll(wholeReferences(request), position);
  if (mark === '*' || isMergeKey(request)) return placeAll(aliasValues(summarizeFile(file).anchors), position);
  if (position.place === 'value') return isFilledBelow(request) ? [] : behindKey(shape, request);
  return shape === undefined ? placeAll(ownKeys(request), position) : inBlock(shape, request);
}

function createRequest(snapshot: Snapshot, { file, offset }: Cursor, position: TextPosition): Request {
  let pipeline: Pipeline | undefined;
  return {
    file,
    position,
    snapshot,
    offset,
    get pipeline() {
      pipeline ??= analyzePipeline(file, snapshot);
      return pipeline;
    },
  };
}

function topLevel(request: Request): Completion[] {
  const { position } = request;
  if (position.column !== 0 || position.place !== 'key' || isHeader(request)) return [];
  const keywords = keywordItems(TOP_LEVEL, { position, parent: '' }).filter(({ label }) => label !== 'spec');
  return [...keywords, ...newHeader(request), ...newJob(request)];
}

function isConditionAt(shape: Shape | undefined, { position }: Request): boolean {
  const own = position.place === 'value' || position.isContinued ? shape : undefined;
  const item = position.path.at(-1) === '-' ? shape : undefined;
  return (own ?? item)?.string?.format === 'expression' || (own?.list !== undefined && isConditionList(own));
}

function isConditionList({ list, string }: Shape): boolean {
  return string === undefined && list !== undefined && resolveShape(list.items).string?.format === 'expression';
}

/** Where a text is written, which may hold variables: not in the name of a key. */
function isTextPlace({ position }: Request): boolean {
  return (
    position.place === 'value' || position.isContinued || position.path.at(-1) === '-' || position.quote !== undefined
  );
}

/** In a list without those that it has. */
function valuesAt(shape: Shape | undefined, request: Request): Proposal[] {
  const found = [...(shape === undefined ? [] : proposedValues(shape, request)), ...itemsOfPlace(request)];
  const known = isOnlyList(shape, request) ? found.map(inBrackets) : found;
  const present = new Set(itemsBeside(request));
  return present.size === 0 ? known : known.filter(({ label }) => !present.has(label));
}

/** The value behind a key has to be a list. */
function isOnlyList(shape: Shape | undefined, { position }: Request): boolean {
  if (shape?.list === undefined || position.place !== 'value' || position.flow !== undefined) return false;
  return (
    shape.string === undefined &&
    shape.any === undefined &&
    position.quote === undefined &&
    position.path.at(-1) !== '-'
  );
}

function inBrackets(proposal: Proposal): Proposal {
  const { isText, label, newText } = proposal;
  if (isText !== true) return proposal;
  const item = quoted(newText, 'flow');
  return { ...proposal, isText: false, newText: `[${item}]`, filterText: label };
}

function itemsBeside({ position, file, offset }: Request): readonly string[] {
  const { flow, path, places } = position;
  if (path.at(-1) !== '-') return [];
  if (flow !== undefined) return flow.items;
  const dash = places.at(-1);
  const { line } = file.lines.positionAt(offset);
  return dash === undefined ? [] : siblingItems(file, line, dash.column);
}

/** `<<` takes aliases only. */
function isMergeKey({ position: { path, typed } }: Request): boolean {
  return typed === '' && path.findLast((step) => step !== '-') === '<<';
}

/** The values, and where a mapping is another way to write it, its keywords. */
function behindKey(shape: Shape | undefined, request: Request): Completion[] {
  const { position, file } = request;
  const values = placeAll(valuesAt(shape, request), position);
  const { typed, flow, quote, word } = position;
  const isFree = typed === '' && flow === undefined && quote === undefined && !position.path.includes('variables');
  const isAlone = isFree && /^\s*(?:#.*)?$/.test(file.text.slice(word.start).split('\n', 1)[0] ?? '');
  if (shape?.map?.keys === undefined || !isAlone) return values;
  return [...values, ...keywordsBelow(shape.map, { position, parent: parentOf(position) })];
}

/** On a line of its own: keywords of a mapping, or items of a list with their dash. */
function inBlock(shape: Shape, request: Request): Completion[] {
  const { position } = request;
  if (isAmongItems(request)) return [];
  const isBegun = position.siblings.size > 0 || position.hasColon;
  if (position.flow !== undefined || isBegun) return keywordsOf(shape, request);
  if (position.path.at(-1) === '-') {
    return [...keywordsOf(shape, request), ...placeAll(valuesAt(shape, request), position)];
  }
  return shape.list === undefined ? keywordsOf(shape, request) : inList(shape, resolveShape(shape.list.items), request);
}

/** Below the key of a list: its items with their dashes, unless it is usually written as a mapping and was not begun. */
function inList(shape: Shape, item: Shape, request: Request): Completion[] {
  if (shape.map !== undefined && item.string?.names === undefined && !isListBegun(request)) {
    return keywordsOf(shape, request);
  }
  const { file, offset, position } = request;
  const present = new Set(siblingItems(file, file.lines.positionAt(offset).line, position.begin));
  const found = [...proposedValues(item, request), ...itemsOfPlace(request)];
  const values = found.filter(({ label }) => !present.has(label));
  return [
    ...placeAll(values, position).map((completion) => ({ ...completion, newText: `- ${completion.newText}` })),
    ...keywordsOf(item, request, '- '),
  ];
}

function keywordsOf({ map }: Shape, request: Request, prefix?: '- '): Completion[] {
  const { position } = request;
  if (map === undefined) return [];
  const place = { position, parent: parentOf(position), inherited: inheritedKeywords(request) };
  const keywords = keywordItems(map, { ...place, ...(prefix && { prefix }) });
  return [...keywords, ...placeAll(ownKeys(request), position)];
}

/** As GitLab's documentation writes it: `artifacts:reports`. */
function parentOf({ path: [first, ...rest] }: TextPosition): string {
  const own = first === undefined || isJobName(first) ? [] : [first];
  return [...own, ...rest].filter((step) => step !== '-').join(':');
}
