import { batches, contentEnd, contentStart, divide, type Division } from './divide.ts';
import { scalarText, type YamlBlock, type YamlEntry, type YamlNode } from './node.ts';
import { openBlock, parseBlock, readPart, type OpenBlock } from './parse-block.ts';

/** In characters. Tests lower them, so that small texts are read in parts too. */
export interface PartSizes {
  /** Up to this length a block is read at once. */
  readonly whole: number;
  /** Neighbouring entries are read together up to this length. */
  readonly batch: number;
}

const SIZES: PartSizes = { whole: 60_000, batch: 20_000 };

/** Deeper than this nothing is read in parts: each level goes through the lines of all levels below it. */
const MAX_LEVELS = 20;

/** Brackets, commas, colons, comments and lines in what cannot be read in parts; with more of them the parser takes too long. */
const MOST_MARKS = 40_000;

const TOO_LARGE =
  'This is too long to be read in one piece, so it is not checked; a list or mapping with each entry on a line of its own may be longer';

/** A key with its value in the lines below; a comment may follow it. */
const VALUE_BELOW = /:[ \t]*(?:#.*)?\r?$/;

/** In characters. A longer line before a value is more than a key. */
const LONGEST_KEY = 2000;

/** A text that the parser takes as it is. */
const BLOCK_SCALAR = /^[^\n]*[:-][ \t]+[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n/;

/**
 * Parses a block of any size, in steps that each tell how many characters they went through. A large collection is read an
 * entry at a time, as a file is read a top-level entry at a time.
 */
export function* parseInSteps(text: string, sizes = SIZES): Generator<number, YamlBlock> {
  if (text.length <= sizes.whole) {
    const small = parseBlock(text);
    yield text.length;
    return small;
  }
  const block = openBlock(text);
  block.root = yield* new Reading(block, sizes).region({ text, offset: 0, level: 0 });
  return block;
}

interface Region {
  /** As long as what stands there; the dashes of items that it lies in are blank. */
  readonly text: string;
  readonly offset: number;
  readonly level: number;
}

type Steps<Answer> = Generator<number, Answer>;

class Reading {
  readonly #block: OpenBlock;
  readonly #sizes: PartSizes;

  constructor(block: OpenBlock, sizes: PartSizes) {
    this.#block = block;
    this.#sizes = sizes;
  }

  *region(region: Region): Steps<YamlNode | undefined> {
    const { text, offset, level } = region;
    const division = text.length <= this.#sizes.whole || level > MAX_LEVELS ? undefined : divide(text);
    if (division === undefined) return yield* this.#whole(region);
    const parts: YamlNode[] = [];
    for (const { start, end } of batches(division.pieces, this.#sizes.batch)) {
      const piece = { text: text.slice(start, end), offset: offset + start, level };
      const isLarge = end - start > this.#sizes.whole;
      const part = yield* isLarge ? this.#piece(piece, division) : this.#whole(piece);
      if (part !== undefined) parts.push(part);
    }
    return this.#join(division.kind, parts);
  }

  /** One entry or item that is itself large. */
  #piece(piece: Region, { kind, column }: Division): Steps<YamlNode | undefined> {
    return kind === 'sequence' ? this.#item(piece, column) : this.#entry(piece);
  }

  *#item({ text, offset, level }: Region, column: number): Steps<YamlNode> {
    const inner = `${text.slice(0, column)} ${text.slice(column + 1)}`;
    const item = yield* this.region({ text: inner, offset, level: level + 1 });
    const start = offset + column;
    const place = { block: this.#block, start, end: item?.end ?? start + 1 };
    return { kind: 'sequence', ...place, tag: undefined, anchor: undefined, items: [item], flow: false };
  }

  *#entry(piece: Region): Steps<YamlNode | undefined> {
    const { text, offset, level } = piece;
    const headEnd = text.indexOf('\n') + 1;
    const head = text.slice(0, headEnd);
    const isKey = headEnd > 0 && head.length <= LONGEST_KEY && VALUE_BELOW.test(head.trimEnd());
    if (!isKey) return yield* this.#whole(piece);
    const read = readPart(this.#block, head, offset);
    const [entry] = read?.kind === 'mapping' ? read.entries : [];
    if (read?.kind !== 'mapping' || entry === undefined || entry.value !== undefined) return yield* this.#whole(piece);
    const value = yield* this.region({ text: text.slice(headEnd), offset: offset + headEnd, level: level + 1 });
    return { ...read, end: value?.end ?? read.end, entries: [{ key: entry.key, value }] };
  }

  *#whole({ text, offset }: Region): Steps<YamlNode | undefined> {
    const node = isQuick(text) ? readPart(this.#block, text, offset) : this.#slow(text, offset);
    yield text.length;
    return node;
  }

  #slow(text: string, offset: number): YamlNode | undefined {
    const start = contentStart(text);
    const content = text.slice(start, Math.max(start, contentEnd(text)));
    if (isQuick(content)) return readPart(this.#block, content, offset + start);
    const line = content.indexOf('\n');
    const place = { start: offset + start, end: offset + start + (line === -1 ? content.length : line) };
    this.#block.problems.push({ code: 'TOO_LARGE', message: TOO_LARGE, ...place });
    return undefined;
  }

  #join(kind: Division['kind'], parts: readonly YamlNode[]): YamlNode | undefined {
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    // What looked like a key was a text with a colon in the comment behind it.
    if (first === last && first.kind !== kind) return first;
    const place = { block: this.#block, start: first.start, end: last.end };
    const bare = { ...place, tag: undefined, anchor: undefined, flow: false };
    if (kind === 'sequence') {
      return { kind, ...bare, items: parts.flatMap((part) => (part.kind === 'sequence' ? part.items : [])) };
    }
    return { kind, ...bare, entries: parts.flatMap(entriesOf) };
  }
}

/** Whether the parser is done with a text in a moment. */
function isQuick(text: string): boolean {
  if (text.length <= MOST_MARKS || BLOCK_SCALAR.test(text)) return true;
  let marks = 0;
  for (let at = 0; at < text.length && marks <= MOST_MARKS; at++) if (isMark(text.charCodeAt(at), text, at)) marks++;
  return marks <= MOST_MARKS;
}

function isMark(code: number, text: string, at: number): boolean {
  // A colon of a key, which JSON writes without a blank.
  if (code === 0x3a) return text.charCodeAt(at + 1) <= 0x20;
  // One quoted text after the other, each of them a mistake.
  if (isQuote(code)) return isQuote(text.charCodeAt(text.charCodeAt(at + 1) <= 0x20 ? at + 2 : at + 1));
  // Brackets, a comma, a hash, a line break, also an old one.
  return (
    code === 0x0d ||
    code === 0x5b ||
    code === 0x5d ||
    code === 0x7b ||
    code === 0x7d ||
    code === 0x2c ||
    code === 0x23 ||
    code === 0x0a
  );
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27;
}

/** A word without a colon is a key without a value, as at the top level. */
function entriesOf(part: YamlNode): readonly YamlEntry[] {
  if (part.kind === 'mapping') return part.entries;
  return scalarText(part) === undefined ? [] : [{ key: part, value: undefined }];
}
