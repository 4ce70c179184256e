import type { OffsetRange } from '../base/range.ts';
import type { DocumentLayout, YamlDocument } from './document.ts';
import { DocumentParsing, type KnownBlocks } from './document-parsing.ts';
import type { Piece } from './join-pieces.ts';
import type { YamlBlock } from './node.ts';
import { outline, textStart, type DocumentOutline } from './split.ts';

export interface PlacedDocument extends OffsetRange {
  readonly document: YamlDocument;
  readonly layout: DocumentLayout;
  /** Where the line of the marker begins that it lies below; the text's start where there is none. */
  readonly marker: number;
}

/** A document of a text that is not parsed, or in part only. */
interface UnreadDocument extends OffsetRange {
  readonly marker: number;
  /** Offsets of the text that it was outlined in. */
  readonly outlined: DocumentOutline;
  /** Undefined before it is its turn. */
  parsing: DocumentParsing | undefined;
}

export type Part = PlacedDocument | UnreadDocument;

/** The documents of a text: the first and last ones are those of the version before. */
export interface TextParts {
  readonly parts: Part[];
  /** Which of them are not. */
  readonly first: number;
  readonly count: number;
  /** Those of the version before that they take the place of. */
  readonly replaced: readonly Part[];
}

/** A version of a text with its documents. */
interface Version {
  readonly text: string;
  readonly parts: readonly Part[];
}

/**
 * Finds the documents of a text. What an edit does not touch is not looked at again: it is taken over from the version
 * before, down to the blocks of the documents that it does touch. Undefined for a text with too many entries.
 */
export function divideText(text: string, before: Version | undefined): TextParts | undefined {
  if (before === undefined) {
    const parts = outline(text)?.map(unread);
    return parts && { parts, first: 0, count: parts.length, replaced: [] };
  }
  const head = sameAtStart(before.text, text);
  const tail = sameAtEnd(before.text, text, head);
  const moved = text.length - before.text.length;
  const first = firstTouched(before, head);
  let last = before.parts.length;
  const from = first === 0 ? textStart(text) : (before.parts[first]?.marker ?? 0);
  const outlines = outline(text, from, (marker) => {
    const index = marker < text.length - tail ? -1 : partBelow(before.parts, marker - moved);
    if (index !== -1) last = index;
    return index !== -1;
  });
  if (outlines === undefined) return undefined;
  const replaced = before.parts.slice(first, last);
  const middle = takeOver({ text, outlines }, { text: before.text, parts: replaced });
  const below = before.parts.slice(last);
  const parts = [...before.parts.slice(0, first), ...middle, ...(moved === 0 ? below : below.map(move))];
  return { parts, first, count: middle.length, replaced };

  function move(part: Part): Part {
    return { ...part, start: part.start + moved, end: part.end + moved, marker: part.marker + moved };
  }
}

/** Whether a document is read. */
export function isPlaced(part: Part): part is PlacedDocument {
  return 'layout' in part;
}

/** The document in which reading goes on; from its first time on it is the same. */
export function parsingOf(part: UnreadDocument, text: string, copies: boolean): DocumentParsing {
  part.parsing ??= new DocumentParsing({ text: text.slice(part.start, part.end), outlined: part.outlined, copies });
  return part.parsing;
}

function unread(outlined: DocumentOutline): UnreadDocument {
  const { start, end, marker } = outlined;
  return { start, end, marker, outlined, parsing: undefined };
}

function blocksOf(part: Part): KnownBlocks {
  return isPlaced(part) ? part.document.blocks : (part.parsing?.blocks ?? []);
}

/** Documents with the same text are the same; of others the blocks are taken. */
function takeOver(
  now: { readonly text: string; readonly outlines: readonly DocumentOutline[] },
  before: Version,
): Part[] {
  const left = new Set(before.parts);
  const known = now.outlines.length > 1 ? byText(before) : undefined;
  const parts = now.outlines.map((outlined): Part => {
    const { start, end, marker } = outlined;
    const same = known?.get(now.text.slice(start, end));
    if (same === undefined || !left.delete(same)) return unread(outlined);
    const { document, layout } = same;
    return { start, end, marker, document, layout };
  });
  takeBlocks(now.text, parts, [...left].flatMap(blocksOf));
  return parts;
}

/** The documents that are read, by their texts. */
function byText({ text, parts }: Version): Map<string, PlacedDocument> {
  return new Map(parts.filter(isPlaced).map((part) => [text.slice(part.start, part.end), part]));
}

/** For each piece of the documents the old block with the same text: those before the first change and those after the last. */
function takeBlocks(text: string, parts: readonly Part[], old: KnownBlocks): void {
  if (old.length === 0) return;
  const drafts = parts.flatMap((part) => {
    if (isPlaced(part)) return [];
    const own = text.slice(part.start, part.end);
    const parsing = new DocumentParsing({ text: own, outlined: part.outlined, copies: true }, old);
    part.parsing = parsing;
    return [{ text: own, parsing }];
  });
  const pieces = drafts.flatMap((draft) => draft.parsing.pieces.map((piece) => ({ piece, text: draft.text })));
  let head = 0;
  while (head < pieces.length && isSame(old[head], pieces[head])) head++;
  let tail = 0;
  const room = Math.min(pieces.length, old.length) - head;
  while (tail < room && isSame(old[old.length - 1 - tail], pieces[pieces.length - 1 - tail])) tail++;
  let at = 0;
  for (const { parsing } of drafts) {
    parsing.take(
      parsing.pieces.map(() => {
        const index = at++;
        if (index < head) return old[index];
        const fromEnd = pieces.length - index;
        return fromEnd <= tail ? old[old.length - fromEnd] : undefined;
      }),
    );
  }
}

function isSame(
  block: YamlBlock | undefined,
  place: { readonly piece: Piece; readonly text: string } | undefined,
): block is YamlBlock {
  if (block === undefined || place === undefined) return false;
  const { piece, text } = place;
  return block.text.length === piece.end - piece.start && text.startsWith(block.text, piece.start);
}

/** The last document above whose marker's line nothing is new, that line included; the first where there is none. */
function firstTouched({ text, parts }: Version, head: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const newline = text.indexOf('\n', parts[middle]?.marker);
    if (newline !== -1 && newline < head) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The document whose marker's line begins there; -1 where none does. */
function partBelow(parts: readonly Part[], marker: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.marker ?? 0) < marker) low = middle + 1;
    else high = middle;
  }
  return parts[low]?.marker === marker ? low : -1;
}

/** Texts are compared by pieces of that many characters first, which is a hundred times as fast as one by one. */
const STEP = 4096;

function sameAtStart(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at + STEP <= most && right.startsWith(left.slice(at, at + STEP), at)) at += STEP;
  while (at < most && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return at;
}

/** Without the characters that are the same at the start. */
function sameAtEnd(left: string, right: string, head: number): number {
  const most = Math.min(left.length, right.length) - head;
  let count = 0;
  const pieceOf = (size: number): string => left.slice(left.length - count - size, left.length - count);
  while (count + STEP <= most && right.endsWith(pieceOf(STEP), right.length - count)) count += STEP;
  while (count < most && left.charCodeAt(left.length - 1 - count) === right.charCodeAt(right.length - 1 - count))
    count++;
  return count;
}
