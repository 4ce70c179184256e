import { LineIndex } from '../base/line-index.ts';
import type { OffsetRange } from '../base/range.ts';
import type { TextFile } from '../base/text-file.ts';
import { BlockPlaces } from './block-places.ts';
import type { DocumentLayout } from './document.ts';
import type { Span, YamlBlock, YamlProblem } from './node.ts';
import { MAX_ENTRIES } from './split.ts';
import { divideText, isPlaced, parsingOf, type Part, type PlacedDocument, type TextParts } from './text-parts.ts';

export { isBroken, type YamlDocument } from './document.ts';
export { MAX_ENTRIES, type PlacedDocument };

/** One version of a YAML text. Parsing never fails: broken text gives a partial tree and `problems`. */
export interface YamlFile extends TextFile {
  readonly documents: readonly PlacedDocument[];
  /** The range in this version of a node, or of a part of one. A span of another file or version gives undefined. */
  readonly rangeOf: (span: Span) => OffsetRange | undefined;
  /** The syntax problems of all blocks, with offsets of the text. */
  readonly problems: () => readonly YamlProblem[];
  /** Of what it has too much, so that nothing of it is read; undefined for a file that is read. */
  readonly excess: Excess | undefined;
}

type Excess = 'characters' | 'entries' | 'lines';

/**
 * Parses a text. With the previous version of the same file, only the blocks whose text changed are parsed again, and
 * unchanged blocks and documents are the same objects as before.
 */
export function parseYamlFile(path: string, text: string, previous?: YamlFile): YamlFile {
  if (previous?.text === text && previous.path === path) return previous;
  return new Parsing(path, text, previous).finish();
}

/** A text that is something other than YAML: it has no documents. Of one with more lines than `most` nothing is read. */
export function fileWithoutYaml(path: string, text: string, most = Number.POSITIVE_INFINITY): YamlFile {
  const file = bare(path, text);
  if (text.length > MAX_LENGTH) return { ...file, excess: 'characters' };
  return { ...file, excess: file.lines.lineCount > most ? 'lines' : undefined };
}

/** A text that is parsed piece by piece, for whoever has other things to do in between. */
export class Parsing {
  readonly path: string;
  readonly text: string;
  readonly #divided: TextParts;
  readonly #previous: YamlFile | undefined;
  readonly #excess: Excess | undefined;
  /** Whether `previous` is the version before. */
  readonly #isDirect: boolean;
  #known: ReadonlyMap<YamlBlock, DocumentLayout> | undefined;
  #next: number;
  #remaining: number;

  /** Takes over what is unchanged since `previous`, which may itself have been parsed in part only. */
  constructor(path: string, text: string, previous?: YamlFile | Parsing) {
    this.path = path;
    this.text = text;
    const isRead = isText(text) && text.length <= MAX_LENGTH;
    const divided = isRead ? divideText(text, versionOf(previous)) : NOTHING;
    this.#excess = text.length > MAX_LENGTH ? 'characters' : excessOf(divided);
    this.#divided = divided === undefined || this.#excess !== undefined ? NOTHING : divided;
    this.#previous = previous instanceof Parsing ? previous.#previous : previous;
    this.#isDirect = !(previous instanceof Parsing);
    this.#next = this.#isDirect ? this.#divided.first : 0;
    this.#remaining = this.parts.reduce((sum, part) => sum + unreadIn(part), 0);
  }

  get parts(): readonly Part[] {
    return this.#divided.parts;
  }

  /** How many characters are still to be parsed; those of a block that is begun are counted until it is through. */
  get remaining(): number {
    return this.#remaining;
  }

  /** Parses that many characters, or a few more. */
  advance(characters: number): void {
    const { parts } = this.#divided;
    for (let budget = characters; budget > 0 && this.#next < parts.length;) budget -= this.#step(parts, budget);
  }

  /** Answers what it cost. */
  #step(parts: Part[], budget: number): number {
    const part = parts[this.#next];
    if (part === undefined || isPlaced(part)) {
      this.#next++;
      return 0;
    }
    const before = unreadIn(part);
    const parsing = parsingOf(part, this.text, this.#previous !== undefined);
    const spent = parsing.advance(budget);
    this.#remaining += parsing.remaining - before;
    if (!parsing.isThrough) return spent;
    const layout = parsing.finish(this.#replaced());
    const { start, end, marker } = part;
    parts[this.#next++] = { start, end, marker, document: layout.document, layout };
    return spent;
  }

  /** The documents that are new here take the place of these. */
  #replaced(): ReadonlyMap<YamlBlock, DocumentLayout> {
    this.#known ??= new Map(
      this.#divided.replaced.filter(isPlaced).flatMap(({ layout, document: { blocks } }) => {
        const [block] = blocks;
        return block === undefined ? [] : [[block, layout]];
      }),
    );
    return this.#known;
  }

  /** Parses what remains. */
  finish(): YamlFile {
    this.advance(Number.POSITIVE_INFINITY);
    const { path, text } = this;
    const documents = this.parts.filter(isPlaced);
    const before = this.#previous && placesOf.get(this.#previous);
    // Where the version before was not read to its end, more is new than what changed since.
    const changed = this.#isDirect ? this.#divided : { first: 0, count: documents.length };
    return placeDocuments(
      { ...bare(path, text), documents, excess: this.#excess },
      new BlockPlaces(documents, changed, before),
    );
  }
}

/** A file of which nothing is read. */
function bare(path: string, text: string): YamlFile {
  const nothing = { rangeOf: () => undefined, problems: () => [], excess: undefined };
  return { path, text, lines: new LineIndex(text), documents: [], ...nothing };
}

function excessOf(divided: TextParts | undefined): Excess | undefined {
  if (divided === undefined) return 'entries';
  const entries = divided.parts.reduce(
    (sum, part) => sum + 1 + (isPlaced(part) ? part.document : part.outlined).blocks.length,
    0,
  );
  return entries > MAX_ENTRIES ? 'entries' : undefined;
}

/** Where the blocks of a version lie, for the next one. */
const placesOf = new WeakMap<YamlFile, BlockPlaces>();

function placeDocuments(bareFile: YamlFile, places: BlockPlaces): YamlFile {
  let problems: readonly YamlProblem[] | undefined;
  const file: YamlFile = {
    ...bareFile,
    rangeOf({ block, start, end }) {
      const base = places.startOf(block);
      return base === undefined ? undefined : { start: base + start, end: base + end };
    },
    problems: () => (problems ??= bareFile.documents.filter(isBrokenPlace).flatMap(problemsIn)),
  };
  placesOf.set(file, places);
  return file;
}

function isBrokenPlace({ layout }: PlacedDocument): boolean {
  return layout.problems.length > 0;
}

function problemsIn({ start: base, layout }: PlacedDocument): readonly YamlProblem[] {
  return layout.problems.map((problem) => ({ ...problem, start: base + problem.start, end: base + problem.end }));
}

const NOTHING: TextParts = { parts: [], first: 0, count: 0, replaced: [] };

function versionOf(
  previous: YamlFile | Parsing | undefined,
): { readonly text: string; readonly parts: readonly Part[] } | undefined {
  const parts = previous instanceof Parsing ? previous.parts : previous?.documents;
  return previous === undefined || parts === undefined || parts.length === 0
    ? undefined
    : { text: previous.text, parts };
}

function unreadIn(part: Part): number {
  if (isPlaced(part)) return 0;
  return part.parsing?.remaining ?? part.end - part.start;
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
export function isTooLong({ excess }: YamlFile): boolean {
  return excess !== undefined;
}

/** The document that an offset lies in; on a marker's line the one before it. */
export function documentAt(file: YamlFile, offset: number): PlacedDocument | undefined {
  const { documents } = file;
  let low = 0;
  let high = documents.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((documents[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return documents[low];
}
