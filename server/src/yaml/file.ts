import { LineIndex } from '../base/line-index.ts';
import type { OffsetRange } from '../base/range.ts';
import type { TextFile } from '../base/text-file.ts';
import type { Span, YamlBlock, YamlEntry, YamlNode, YamlProblem } from './node.ts';
import { joinAsBefore, JoinBudget, joinPieces, piecesOf, type Piece } from './join-pieces.ts';
import { parseInSteps } from './parse-large-block.ts';
import { outline, type DocumentOutline } from './split.ts';

/**
 * One `---` document. It is position-free and shared by all versions of the file in which its text is the same, so
 * whatever is computed from one document can be cached on it (`WeakMap`).
 */
export interface YamlDocument {
  readonly blocks: readonly YamlBlock[];
  /**
   * The document's content. Where it was parsed in several blocks this is a mapping or sequence put together from
   * theirs: its entries are exact, its own range is that of the first block only.
   */
  readonly root: YamlNode | undefined;
  readonly anchors: ReadonlyMap<string, YamlNode>;
}

export interface PlacedDocument extends OffsetRange {
  readonly document: YamlDocument;
}

/** One version of a YAML text. Parsing never fails: broken text gives a partial tree and `problems`. */
export interface YamlFile extends TextFile {
  readonly documents: readonly PlacedDocument[];
  /** The range in this version of a node, or of a part of one. A span of another file or version gives undefined. */
  readonly rangeOf: (span: Span) => OffsetRange | undefined;
  /** The syntax problems of all blocks, with offsets of the text. */
  readonly problems: () => readonly YamlProblem[];
}

/**
 * Parses a text. With the previous version of the same file, only the blocks whose text changed are parsed again, and
 * unchanged blocks and documents are the same objects as before.
 */
export function parseYamlFile(path: string, text: string, previous?: YamlFile): YamlFile {
  if (previous?.text === text && previous.path === path) return previous;
  return new Parsing(path, text, previous).finish();
}

/** A text that is something other than YAML: it has no documents. */
export function fileWithoutYaml(path: string, text: string): YamlFile {
  return { path, text, lines: new LineIndex(text), documents: [], rangeOf: () => undefined, problems: () => [] };
}

/** A text that is parsed piece by piece, for whoever has other things to do in between. */
export class Parsing {
  readonly path: string;
  readonly text: string;
  readonly #outlines: readonly DocumentOutline[];
  readonly #pieces: Piece[];
  readonly #blocks: (YamlBlock | undefined)[];
  readonly #previous: YamlFile | undefined;
  readonly #budget = new JoinBudget();
  #next = 0;
  /** The block that is parsed in part. */
  #steps: Generator<number, YamlBlock> | undefined;
  #remaining: number;

  /** Takes over what is unchanged since `previous`, which may itself have been parsed in part only. */
  constructor(path: string, text: string, previous?: YamlFile | Parsing) {
    this.path = path;
    this.text = text;
    this.#outlines = isText(text) && !isTooLong(text) ? outline(text) : [];
    const old = previous instanceof Parsing ? previous.#blocks : blocksOf(previous);
    this.#pieces = joinAsBefore(text, piecesOf(this.#outlines), old);
    this.#blocks = reuseBlocks(text, this.#pieces, old);
    this.#previous = previous instanceof Parsing ? previous.#previous : previous;
    this.#remaining = unreadIn(this.#pieces, this.#blocks);
  }

  /** How many characters are still to be parsed; those of a block that is begun are counted until it is through. */
  get remaining(): number {
    return this.#remaining;
  }

  /** Parses that many characters, or a few more. */
  advance(characters: number): void {
    for (let budget = characters; budget > 0 && this.#next < this.#pieces.length;) budget -= this.#step();
  }

  /** Answers how many characters are parsed with it. */
  #step(): number {
    const piece = this.#pieces[this.#next];
    const known = this.#blocks[this.#next];
    if (piece === undefined || known !== undefined) {
      if (known !== undefined) this.#join(known);
      this.#next++;
      return 0;
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
      text: this.text,
      pieces: this.#pieces,
      index: this.#next,
      block,
      budget: this.#budget,
    });
    if (joined === undefined) return;
    const end = this.#next + joined.count;
    const unread = unreadIn(this.#pieces.slice(this.#next, end), this.#blocks.slice(this.#next, end));
    this.#pieces.splice(this.#next, joined.count, ...joined.pieces);
    this.#blocks.splice(this.#next, joined.count, joined.block, ...joined.pieces.slice(1).map(() => undefined));
    this.#remaining += unreadIn(joined.pieces.slice(1), []) - unread;
  }

  /** Parses what remains. */
  finish(): YamlFile {
    this.advance(Number.POSITIVE_INFINITY);
    const blocks = this.#blocks.filter((block) => block !== undefined);
    return placeBlocks(this, blocks, assemble(this.#documents(blocks), this.#previous), this.#pieces);
  }

  #documents(blocks: readonly YamlBlock[]): OutlinedDocument[] {
    const documents = this.#outlines.map((outlined) => ({ outlined, own: [] as YamlBlock[] }));
    for (const [index, { document }] of this.#pieces.entries()) {
      const block = blocks[index];
      if (block !== undefined) documents[document]?.own.push(block);
    }
    return documents;
  }

  #slice({ start, end }: OffsetRange): string {
    const slice = this.text.slice(start, end);
    // A slice keeps the whole text alive. At the first parse that is the text which is open anyway; later a copy is cheaper.
    return this.#previous === undefined ? slice : copy(slice);
  }
}

function placeBlocks(
  { path, text }: { readonly path: string; readonly text: string },
  blocks: readonly YamlBlock[],
  documents: readonly PlacedDocument[],
  pieces: readonly OffsetRange[],
): YamlFile {
  const starts = new Map(pieces.map((piece, index) => [blocks[index], piece.start]));
  let problems: readonly YamlProblem[] | undefined;
  return {
    path,
    text,
    lines: new LineIndex(text),
    documents,
    rangeOf({ block, start, end }) {
      const base = starts.get(block);
      return base === undefined ? undefined : { start: base + start, end: base + end };
    },
    problems: () => (problems ??= placeAll(documents, starts)),
  };
}

function placeAll(
  documents: readonly PlacedDocument[],
  starts: ReadonlyMap<YamlBlock | undefined, number>,
): readonly YamlProblem[] {
  return documents.flatMap(({ document }) =>
    document.blocks.flatMap((block) => placeProblems(problemsOf(document, block), starts.get(block) ?? 0)),
  );
}

/** YAML allows no NUL. Whoever finds one has a binary file before him, which holds no document. */
export function isText(text: string): boolean {
  return !text.includes('\0');
}

/**
 * In characters. The tree of a text takes about a hundred times its memory. Real files stay far below: the largest bundles of
 * custom resource definitions have four million.
 */
export const MAX_LENGTH = 5_000_000;

/** Whether a text is so long that nothing of it is read. */
export function isTooLong(text: string): boolean {
  return text.length > MAX_LENGTH;
}

/** The document that an offset lies in; on a marker's line the one before it. */
export function documentAt(file: YamlFile, offset: number): PlacedDocument | undefined {
  return file.documents.findLast(({ start }) => start <= offset) ?? file.documents[0];
}

/** Whether the text of a document is broken somewhere, so that what seems to be missing may only not have been read. */
export function isBroken(document: YamlDocument): boolean {
  return document.blocks.some((block) => problemsOf(document, block).length > 0);
}

function unreadIn(pieces: readonly Piece[], blocks: readonly (YamlBlock | undefined)[]): number {
  return pieces.reduce((sum, { start, end }, index) => (blocks[index] === undefined ? sum + end - start : sum), 0);
}

function blocksOf(file: YamlFile | undefined): readonly YamlBlock[] {
  return file?.documents.flatMap(({ document }) => document.blocks) ?? [];
}

/** For each piece the old block with the same text: those before the first change and those after the last. */
function reuseBlocks(
  text: string,
  pieces: readonly OffsetRange[],
  old: readonly (YamlBlock | undefined)[],
): (YamlBlock | undefined)[] {
  const isSame = (block: YamlBlock | undefined, piece: OffsetRange): block is YamlBlock =>
    block?.text.length === piece.end - piece.start && text.startsWith(block.text, piece.start);

  let head = 0;
  while (head < pieces.length && isSame(old[head], pieces[head] as OffsetRange)) head++;
  let tail = 0;
  const room = Math.min(pieces.length, old.length) - head;
  while (tail < room && isSame(old[old.length - 1 - tail], pieces[pieces.length - 1 - tail] as OffsetRange)) tail++;

  return pieces.map((_, index) => {
    if (index < head) return old[index];
    const fromEnd = pieces.length - index;
    return fromEnd <= tail ? old[old.length - fromEnd] : undefined;
  });
}

function copy(slice: string): string {
  return slice.length < 13 ? slice : (JSON.parse(JSON.stringify(slice)) as string);
}

interface OutlinedDocument {
  readonly outlined: DocumentOutline;
  readonly own: readonly YamlBlock[];
}

function assemble(parts: readonly OutlinedDocument[], previous: YamlFile | undefined): PlacedDocument[] {
  const known = new Map(previous?.documents.map(({ document }) => [document.blocks[0], document]));
  return parts.map(({ outlined: { shape, start, end }, own }) => {
    const before = known.get(own[0]);
    const isSame = before !== undefined && own.length > 0 && sameItems(before.blocks, own);
    return { document: isSame ? before : createDocument(shape, own), start, end };
  });
}

function sameItems<Item>(left: readonly Item[], right: readonly Item[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function createDocument(shape: DocumentOutline['shape'], blocks: readonly YamlBlock[]): YamlDocument {
  const anchors = new Map<string, YamlNode>();
  for (const block of blocks) for (const [name, node] of block.anchors) anchors.set(name, node);
  return { blocks, anchors, root: shape === 'single' ? blocks[0]?.root : joinRoots(shape, blocks) };
}

function joinRoots(shape: 'mapping' | 'sequence', blocks: readonly YamlBlock[]): YamlNode | undefined {
  const [block] = blocks;
  if (block === undefined) return undefined;
  const roots = blocks.map(({ root }) => root).filter((root) => root !== undefined);
  const first = roots[0];
  const place = { block: first?.block ?? block, start: first?.start ?? 0, end: first?.end ?? 0 };
  const bare = { ...place, tag: undefined, anchor: undefined, flow: false };
  if (shape === 'sequence') {
    return { kind: 'sequence', ...bare, items: roots.flatMap((root) => (root.kind === 'sequence' ? root.items : [])) };
  }
  return { kind: 'mapping', ...bare, entries: roots.flatMap(entriesOfBlock) };
}

/** A word without a colon at the top level, as while typing, is a key without a value to every reader but the parser. */
function entriesOfBlock(root: YamlNode): readonly YamlEntry[] {
  if (root.kind === 'mapping') return root.entries;
  return root.kind === 'scalar' && root.style === 'plain' ? [{ key: root, value: undefined }] : [];
}

/** Parsed alone, a word without a colon is a correct scalar; among the entries of a mapping it is not. */
function problemsOf(document: YamlDocument, block: YamlBlock): readonly YamlProblem[] {
  const { root } = block;
  const isStray = document.blocks.length > 1 && document.root?.kind === 'mapping' && root?.kind === 'scalar';
  if (!isStray) return block.problems;
  const word = root.text.length > 40 ? `${root.text.slice(0, 40)}…` : root.text;
  const message = `'${word}' stands alone among keys; a key ends with a colon`;
  return [...block.problems, { code: 'KEY_WITHOUT_COLON', message, start: root.start, end: root.end }];
}

function placeProblems(problems: readonly YamlProblem[], base: number): YamlProblem[] {
  return problems.map((problem) => ({ ...problem, start: base + problem.start, end: base + problem.end }));
}
