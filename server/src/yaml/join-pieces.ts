import type { OffsetRange } from '../base/range.ts';
import type { YamlBlock } from './node.ts';
import { parseBlock } from './parse-block.ts';
import { openAtEnd } from './parse-lenient.ts';
import type { DocumentOutline } from './split.ts';

/** A part of a text that is parsed alone. */
export interface Piece extends OffsetRange {
  /** Which of the text's documents it is of. */
  readonly document: number;
  /** Where the pieces end that it is joined from; only its own end where it is not. */
  readonly ends: readonly number[];
}

/** The blocks that documents are outlined as, in the order of the text. */
export function piecesOf(outlines: readonly DocumentOutline[]): Piece[] {
  return outlines.flatMap(({ blocks, end: last }, document) =>
    blocks.map((start, index) => {
      const end = blocks[index + 1] ?? last;
      return { start, end, document, ends: [end] };
    }),
  );
}

/** Blocks whose brackets or quotes go on in lines that start in the first column. */
const joined = new WeakSet<YamlBlock>();

/** What such a text may have at most, and all that is read to find its end: a bracket is also open while it is typed. */
const MOST_CHARACTERS = 10_000;
const MOST_READ = 60_000;

/** Lines without one of these close nothing. */
const CLOSER = /[\]}"']/;

/** No brackets go on over an item of a list with a dash. In quotes a dash is one, and below a bracket that closes. */
const ITEM_FIRST = /^(?:[^\]}"'\n]*\n)*[ \t]*-[ \t]/;

/** A text with its pieces, and the piece whose block ends too early. */
export interface JoinRequest {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly index: number;
  readonly block: YamlBlock;
}

/** A block over several pieces; what is left of the last of them is to be read again. */
export interface Joined {
  readonly block: YamlBlock;
  readonly pieces: readonly Piece[];
  /** How many pieces those take the place of. */
  readonly count: number;
}

/**
 * libyaml takes lines in the first column for what brackets or quotes go on with (`flow_level`, scanner.c). They begin a
 * block where the text is split. Undefined when the brackets and quotes of a block are closed, or are not below it either.
 */
export function joinPieces({ text, pieces, index, block }: JoinRequest): Joined | undefined {
  const first = pieces[index];
  if (first === undefined || block.problems.length === 0 || text.length === first.end) return undefined;
  let open = openAtEnd(block.text);
  let from = first.end;
  let read = 0;
  for (const { end, at } of open === undefined ? [] : endsBelow(pieces, index)) {
    const length = end - first.start;
    const below = text.slice(from, end);
    from = end;
    if (length > MOST_CHARACTERS || (open === 'brackets' && ITEM_FIRST.test(below))) return undefined;
    if (!CLOSER.test(below)) continue;
    read += length;
    if (read > MOST_READ) return undefined;
    const whole = text.slice(first.start, end);
    open = openAtEnd(whole);
    if (open === undefined) return closed(parseBlock(whole), pieces, { index, at, end });
  }
  return undefined;
}

/** Where something is wrong with it, it was meant to end above. */
function closed(block: YamlBlock, pieces: readonly Piece[], place: Place): Joined | undefined {
  return block.problems.length > 0 ? undefined : join(pieces, place, block);
}

/** The piece that is joined with others, the last of those, and where in it. */
interface Place {
  readonly index: number;
  readonly at: number;
  readonly end: number;
}

function* endsBelow(pieces: readonly Piece[], index: number): Generator<{ readonly end: number; readonly at: number }> {
  for (let at = index + 1; pieces[at]?.document === pieces[index]?.document; at++) {
    for (const end of pieces[at]?.ends ?? []) yield { end, at };
  }
}

function join(pieces: readonly Piece[], { index, at, end }: Place, block: YamlBlock): Joined {
  const taken = pieces.slice(index, at + 1);
  const { start = 0, document = 0 } = taken[0] ?? {};
  const ends = taken.flatMap((piece) => piece.ends);
  const rest = ends.filter((each) => each > end);
  joined.add(block);
  return {
    block,
    count: taken.length,
    pieces: [
      { start, end, document, ends: ends.filter((each) => each <= end) },
      ...rest.map((each, place) => ({ start: rest[place - 1] ?? end, end: each, document, ends: [each] })),
    ],
  };
}

/** Joins at once what was joined in the last version, so that blocks below it find those of that version. */
export function joinAsBefore(text: string, pieces: readonly Piece[], old: readonly (YamlBlock | undefined)[]): Piece[] {
  const before = old.filter((block) => block !== undefined && joined.has(block));
  if (before.length === 0) return [...pieces];
  const result: Piece[] = [];
  for (let index = 0; index < pieces.length;) {
    const first = pieces[index] as Piece;
    const found = before.find((block) => block !== undefined && text.startsWith(block.text, first.start));
    const end = first.start + (found?.text.length ?? 0);
    const last = found === undefined ? -1 : pieces.findIndex((piece) => piece.end === end);
    const taken = pieces.slice(index, last > index ? last + 1 : index + 1);
    const ends = taken.flatMap((piece) => piece.ends);
    result.push({ start: first.start, end: taken.at(-1)?.end ?? first.end, document: first.document, ends });
    index += taken.length;
  }
  return result;
}
