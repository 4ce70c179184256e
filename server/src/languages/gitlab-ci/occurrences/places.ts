import type { OffsetRange } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span } from '../../../yaml/node.ts';
import { summarizeFile, type FileSummary } from '../model/file-summary.ts';
import { childGraphs, entryOf, includeGraph, type IncludeGraph } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { occurrencesOfBlock, occurrencesOfHeader } from './of-block.ts';
import { partOf, type Occurrence, type OccurrenceKind } from './occurrence.ts';

/** A file of a pipeline. */
export interface Part {
  readonly file: YamlFile;
  readonly summary: FileSummary;
}

/** A name at its place in one file. */
export interface Place {
  readonly part: Part;
  readonly occurrence: Occurrence;
  /** The text that is the name, within what `occurrence.at` spans where that is more. */
  readonly at: Span;
  readonly range: OffsetRange;
}

/** The names in a file that fit. A place that several blocks lead to comes once for each of them. */
export function placesIn(part: Part, fits: (occurrence: Occurrence) => boolean): Place[] {
  const { header, content, anchors } = part.summary;
  const places: Place[] = [];
  const add = (occurrence: Occurrence): void => {
    const range = fits(occurrence) ? part.file.rangeOf(occurrence.at) : undefined;
    if (range !== undefined) places.push({ part, occurrence, at: occurrence.at, range });
  };
  for (const block of header?.blocks ?? []) occurrencesOfHeader(block, header?.anchors ?? anchors).forEach(add);
  for (const block of content?.blocks ?? []) occurrencesOfBlock(block, anchors).forEach(add);
  return places;
}

/** The innermost name at an offset. */
export function placeAt(part: Part, offset: number): Place | undefined {
  const { file } = part;
  const holder = file.documents
    .flatMap(({ document }) => document.blocks)
    .findLast((block) => {
      const range = file.rangeOf({ block, start: 0, end: block.text.length });
      return range !== undefined && range.start <= offset && offset <= range.end;
    });
  const base = holder && file.rangeOf({ block: holder, start: 0, end: 0 })?.start;
  if (base === undefined) return undefined;
  const isHere = ({ at }: Occurrence): boolean =>
    at.block === holder && base + at.start <= offset && offset <= base + at.end;
  return placesIn(part, isHere).reduce<Place | undefined>(
    (best, other) => (best === undefined || sizeOf(other) < sizeOf(best) ? other : best),
    undefined,
  );
}

function sizeOf({ range }: Place): number {
  return range.end - range.start;
}

/** Each place once, in the order of the files and of their texts. */
export function withoutDuplicates(places: readonly Place[]): Place[] {
  const seen = new Map<YamlFile, Set<number>>();
  return places.filter(({ part: { file }, range }) => {
    const ofFile = seen.get(file) ?? new Set<number>();
    seen.set(file, ofFile);
    if (ofFile.has(range.start)) return false;
    ofFile.add(range.start);
    return true;
  });
}

/** The pipelines of a file's project: the one it belongs to, the project's own and the child pipelines that those start. */
export function pipelinesAround(
  snapshot: Snapshot,
  { file, graph, summaries }: Pipeline,
): readonly (readonly Part[])[] {
  const main = includeGraph(snapshot, entryOf(snapshot, file.path));
  const known = new Map<string, IncludeGraph>([[graph.entry, graph]]);
  const waiting = [main, graph];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    known.set(next.entry, next);
    for (const child of childGraphs(snapshot, next)) if (!known.has(child.entry)) waiting.push(child);
  }
  return [...known.values()].map((each) =>
    each === graph ? summaries : each.files.map((part) => ({ file: part, summary: summarizeFile(part) })),
  );
}

/** The files of those pipelines that share a file in which the name is written, each once. */
export function partsSharing(
  pipelines: readonly (readonly Part[])[],
  from: readonly Part[],
  fits: (occurrence: Occurrence) => boolean,
): Part[] {
  const parts = new Map(from.map((part) => [part.file, part]));
  const waiting = new Set(pipelines);
  const isMentioned = (part: Part): boolean => parts.has(part.file) && placesIn(part, fits).length > 0;
  const next = (): readonly Part[] | undefined => [...waiting].find((pipeline) => pipeline.some(isMentioned));
  for (let found = next(); found !== undefined; found = next()) {
    waiting.delete(found);
    for (const part of found.filter(({ file }) => !parts.has(file))) parts.set(part.file, part);
  }
  return [...parts.values()];
}

/** Whether an occurrence names this thing, also as one of the copies of a parallel job (`name 1/3`, `name: [a, b]`). */
export function isNamed(kind: OccurrenceKind, name: string): (occurrence: Occurrence) => boolean {
  return (occurrence) =>
    occurrence.kind === kind &&
    occurrence.pattern === undefined &&
    (occurrence.name === name || (kind === 'job' && isCopy(occurrence, name)));
}

function isCopy({ name, isDeclaration }: Occurrence, job: string): boolean {
  return !isDeclaration && name.startsWith(job) && /^(?: \d+\/\d+|: \[[^]*\])$/.test(name.slice(job.length));
}

/** A place whose text is more than the name, cut down to it. */
export function cutToName(place: Place, name: string): Place {
  const { occurrence, part } = place;
  if (occurrence.name === name || occurrence.scalar === undefined) return place;
  const at = partOf(occurrence.scalar, 0, name.length);
  const range = part.file.rangeOf(at);
  return range === undefined ? place : { ...place, at, range };
}
