import type { OffsetRange } from '../base/range.ts';
import { createDocument, DocumentLayout } from './document.ts';
import { joinAsBefore, JoinBudget, joinPieces, piecesOf, type Piece } from './join-pieces.ts';
import type { YamlBlock } from './node.ts';
import { parseInSteps } from './parse-large-block.ts';
import type { DocumentOutline } from './split.ts';

/** What is read of blocks that were read before, some of them in part only. */
export type KnownBlocks = readonly (YamlBlock | undefined)[];

/** A document that is to be read. */
interface DocumentText {
  readonly text: string;
  readonly outlined: DocumentOutline;
  /** A slice keeps the whole text alive. At the first parse that is the text which is open anyway; later a copy is cheaper. */
  readonly copies: boolean;
}

/** Counted beside the characters of a document, for what each costs whatever its length. */
const COST = 50;

/** One document that is parsed piece by piece. Offsets count from its start. */
export class DocumentParsing {
  readonly pieces: Piece[];
  readonly #source: DocumentText;
  readonly #budget = new JoinBudget();
  #blocks: (YamlBlock | undefined)[];
  #next = 0;
  /** The block that is parsed in part. */
  #steps: Generator<number, YamlBlock> | undefined;
  #remaining: number;

  /** `old` are blocks of the version before, for those that were joined. */
  constructor(source: DocumentText, old: KnownBlocks = []) {
    this.#source = source;
    this.pieces = joinAsBefore(source.text, piecesOf(source.outlined), old);
    this.#blocks = this.pieces.map(() => undefined);
    this.#remaining = unreadIn(this.pieces, this.#blocks);
  }

  /** How many characters are still to be parsed; those of a block that is begun are counted until it is through. */
  get remaining(): number {
    return this.#remaining;
  }

  get isThrough(): boolean {
    return this.#next >= this.pieces.length;
  }

  get blocks(): KnownBlocks {
    return this.#blocks;
  }

  /** Takes over the blocks of pieces that are known already. */
  take(known: KnownBlocks): void {
    this.#blocks = [...known];
    this.#remaining = unreadIn(this.pieces, this.#blocks);
  }

  /** Parses that many characters, or a few more. Answers what it cost. */
  advance(characters: number): number {
    let spent = COST;
    while (spent < characters && !this.isThrough) spent += this.#step();
    return spent;
  }

  /** To be called once it is through. A document of `old`, by their first blocks, that has the same blocks is the same. */
  finish(old: ReadonlyMap<YamlBlock, DocumentLayout>): DocumentLayout {
    const blocks = this.#blocks.filter((block) => block !== undefined);
    const [first] = blocks;
    const before = first && old.get(first);
    const isSame = before !== undefined && sameItems(before.document.blocks, blocks);
    return isSame ? before : new DocumentLayout(createDocument(this.#source.outlined.shape, blocks));
  }

  /** Answers how many characters are parsed with it. */
  #step(): number {
    const piece = this.pieces[this.#next];
    const known = this.#blocks[this.#next];
    if (piece === undefined || known !== undefined) {
      if (known !== undefined) this.#join(known);
      this.#next++;
      return 1;
    }
    this.#steps ??= parseInSteps(this.#slice(piece));
    const { done, value } = this.#steps.next();
    if (done !== true) return value;
    this.#blocks[this.#next] = value;
    this.#steps = undefined;
    this.#remaining -= piece.end - piece.start;
    this.#join(value);
    this.#next++;
    return 0;
  }

  /** Puts the block that was read last together with those below that it goes on in. */
  #join(block: YamlBlock): void {
    const joined = joinPieces({
      text: this.#source.text,
      pieces: this.pieces,
      index: this.#next,
      block,
      budget: this.#budget,
    });
    if (joined === undefined) return;
    const end = this.#next + joined.count;
    const unread = unreadIn(this.pieces.slice(this.#next, end), this.#blocks.slice(this.#next, end));
    this.pieces.splice(this.#next, joined.count, ...joined.pieces);
    this.#blocks.splice(this.#next, joined.count, joined.block, ...joined.pieces.slice(1).map(() => undefined));
    this.#remaining += unreadIn(joined.pieces.slice(1), []) - unread;
  }

  #slice({ start, end }: OffsetRange): string {
    const slice = this.#source.text.slice(start, end);
    return this.#source.copies ? copy(slice) : slice;
  }
}

function unreadIn(pieces: readonly Piece[], blocks: KnownBlocks): number {
  return pieces.reduce((sum, { start, end }, index) => (blocks[index] === undefined ? sum + end - start : sum), 0);
}

function copy(slice: string): string {
  return slice.length < 13 ? slice : (JSON.parse(JSON.stringify(slice)) as string);
}

function sameItems<Item>(left: readonly Item[], right: readonly Item[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
