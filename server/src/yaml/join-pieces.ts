import type { OffsetRange } from '../base/range.ts';
import type { YamlBlock } from './node.ts';
import { parseBlock } from './parse-block.ts';
import { openAtEnd, type Open } from './parse-lenient.ts';
import type { DocumentOutline } from './split.ts';

/** A part of a text that is parsed alone. */
export interface Piece extends OffsetRange {
  /** Where the pieces end that it is joined from; only its own end where it is not. */
  readonly ends: readonly number[];
}

/** The blocks that a document is outlined as, in the order of its text; offsets count from its start. */
export function piecesOf({ blocks, start: first, end: last }: DocumentOutline): Piece[] {
  return blocks.map((start, index) => {
    const end = (blocks[index + 1] ?? last) - first;
    return { start: start - first, end, ends: [end] };
  });
}

/** Blocks whose brackets or quotes go on in lines that start in the first column. */
const joined = new WeakSet<YamlBlock>();

/** What such a text may have at most: a bracket is also open while it is typed. */
const MOST_CHARACTERS = 10_000;

/** How many characters may be looked at in a document to find where its brackets and quotes end. */
export class JoinBudget {
  #left = 100_000;

  /** Whether there was so much left. */
  take(characters: number): boolean {
    this.#left -= characters;
    return this.#left >= 0;
  }
}

/** Blocks that were found to end above, with the text that showed it and how many pieces that goes on for. */
const ended = new WeakMap<YamlBlock, { readonly whole: string; readonly count: number }>();
const MOST_KEPT = 500;

/** Lines without one of these close nothing. */
const CLOSER = /[\]}"']/;

/** No brackets go on over an item of a list with a dash. In quotes a dash is one, and below a bracket that closes. */
const ITEM_FIRST = /^(?:[^\]}"'\n]*\n)*[ \t]*-[ \t]/;

/** The text of a document with its pieces, and the piece whose block ends too early. */
interface JoinRequest {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly index: number;
  readonly block: YamlBlock;
  readonly budget: JoinBudget;
}

/** A block over several pieces; what is left of the last of them is to be read again. */
interface Joined {
  readonly block: YamlBlock;
  readonly pieces: readonly Piece[];
  /** How many pieces those take the place of. */
  readonly count: number;
}

/**
 * libyaml takes lines in the first column for what brackets or quotes go on with (`flow_level`, scanner.c). They begin a
 * block where the text is split. Undefined when the brackets and quotes of a block are closed, or are not below it either.
 */
export function joinPieces(request: JoinRequest): Joined | undefined {
  const { text, pieces, index, block, budget } = request;
  const first = pieces[index];
  if (first === undefined || block.problems.length === 0 || text.length === first.end) return undefined;
  const before = ended.get(block);
  const isSame = before !== undefined && text.startsWith(before.whole, first.start);
  if (isSame && pieces[index + before.count]?.end === first.start + before.whole.length) return undefined;
  if (!budget.take(block.text.length)) return undefined;
  const open = openAtEnd(block.text);
  return open && joinFrom(request, first, open);
}

function joinFrom(
  { text, pieces, index, block, budget }: JoinRequest,
  first: Piece,
  openFirst: Open,
): Joined | undefined {
  let open: Open | undefined = openFirst;
  let from = first.end;
  for (const { end, at } of endsBelow(pieces, index)) {
    const length = end - first.start;
    const below = text.slice(from, end);
    from = end;
    if (length > MOST_CHARACTERS || !budget.take(below.length)) return undefined;
    if (open === 'brackets' && ITEM_FIRST.test(below)) return undefined;
    if (!CLOSER.test(below)) continue;
    if (!budget.take(length)) return undefined;
    const whole = text.slice(first.start, end);
    open = openAtEnd(whole);
    if (open !== undefined) continue;
    const found = closed(parseBlock(whole), pieces, { index, at, end });
    if (found === undefined && length <= MOST_KEPT) ended.set(block, { whole, count: at - index });
    return found;
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
  for (let at = index + 1; at < pieces.length; at++) {
    for (const end of pieces[at]?.ends ?? []) yield { end, at };
  }
}

function join(pieces: readonly Piece[], { index, at, end }: Place, block: YamlBlock): Joined {
  const taken = pieces.slice(index, at + 1);
  const { start = 0 } = taken[0] ?? {};
  const ends = taken.flatMap((piece) => piece.ends);
  const rest = ends.filter((each) => each > end);
  joined.add(block);
  return {
    block,
    count: taken.length,
    pieces: [
      { start, end, ends: ends.filter((each) => each <= end) },
      ...rest.map((each, place) => ({ start: rest[place - 1] ?? end, end: each, ends: [each] })),
    ],
  };
}

/** Joins at once what was joined in the last version, so that blocks below it find those of that version. */
export function joinAsBefore(text: string, pieces: Piece[], old: readonly (YamlBlock | undefined)[]): Piece[] {
  const before = new Map<string, YamlBlock>();
  for (const block of old) if (block !== undefined && joined.has(block)) before.set(firstLine(block.text, 0), block);
  if (before.size === 0) return pieces;
  const result: Piece[] = [];
  for (let index = 0; index < pieces.length;) {
    const first = pieces[index] as Piece;
    const block = before.get(firstLine(text, first.start));
    const isSame = block !== undefined && text.startsWith(block.text, first.start);
    const last = isSame ? endingAt(pieces, index, first.start + block.text.length) : index;
    const taken = pieces.slice(index, last + 1);
    const ends = taken.flatMap((piece) => piece.ends);
    result.push({ start: first.start, end: ends.at(-1) ?? first.end, ends });
    index = last + 1;
  }
  return result;
}

function firstLine(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** The piece from `index` on that ends there, else the one at `index`. */
function endingAt(pieces: readonly Piece[], index: number, end: number): number {
  let last = index;
  while ((pieces[last]?.end ?? end) < end) last++;
  return pieces[last]?.end === end ? last : index;
}
