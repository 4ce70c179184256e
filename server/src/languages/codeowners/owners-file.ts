import type { OffsetRange } from '../../base/range.ts';
import type { TextFile } from '../../base/text-file.ts';
import { beginReading, readLine, type EntryLine, type HeaderLine } from './line.ts';
import { referencesOf, type OwnerWord, type Reference } from './owner.ts';

/** What stands before the first header belongs to a section of this name, which GitLab shows as 'Default'. */
const DEFAULT_SECTION = 'codeowners';

/** A header where it stands; the default section has none. */
export interface Head {
  readonly line: HeaderLine;
  /** Zero-based. */
  readonly lineNumber: number;
  /** The offset of the line's first character. */
  readonly lineStart: number;
  /** Where the last entry below it, or the header itself, ends. */
  readonly end: number;
}

export interface Entry {
  readonly line: EntryLine;
  readonly lineNumber: number;
  readonly lineStart: number;
  /** The header above it. */
  readonly head: HeaderLine | undefined;
  /** The `name` of the section that it belongs to. */
  readonly sectionName: string;
  /** The words that count: its own, or those of the header where it has none. */
  readonly owners: readonly OwnerWord[];
}

/** Entries with the same pattern are one to GitLab, in the place of the first with the owners of the last. */
export interface Rank {
  readonly first: Entry;
  /** The one that counts. */
  readonly last: Entry;
}

export interface Section {
  /** As it is written first: names are the same in any case. */
  readonly name: string;
  readonly heads: readonly Head[];
  /** In their order of weight, by the normalised pattern: of those that fit a path the last one decides. */
  readonly ranks: ReadonlyMap<string, Rank>;
}

export interface OwnersFile {
  readonly file: TextFile;
  /** In the order of their first mention. */
  readonly sections: readonly Section[];
  /** All entries as they are written. */
  readonly entries: readonly Entry[];
  /** All headers as they are written. */
  readonly heads: readonly Head[];
}

const known = new WeakMap<TextFile, OwnersFile>();
const readers = new WeakMap<TextFile, Reader>();

/** Reads a file as GitLab does. It never fails: a broken line is an entry with a strange pattern. */
export function readOwnersFile(file: TextFile): OwnersFile {
  const before = known.get(file);
  if (before !== undefined) return before;
  const reader = readers.get(file) ?? new Reader(file);
  while (reader.readSome(Infinity));
  readers.delete(file);
  known.set(file, reader.owners);
  return reader.owners;
}

/** So many lines are read between two looks at what else there is to do. */
const LINES_A_STEP = 1000;

/** Reads a file a part at a time, for whoever calls `readOwnersFile` later. */
export function* readInSteps(file: TextFile): Generator<undefined> {
  if (known.has(file)) return;
  const reader = readers.get(file) ?? new Reader(file);
  readers.set(file, reader);
  while (reader.readSome(LINES_A_STEP)) yield;
  readOwnersFile(file);
}

interface OpenSection {
  readonly name: string;
  readonly heads: Head[];
  readonly ranks: Map<string, Rank>;
}

type OpenHead = { -readonly [Key in keyof Head]: Head[Key] };

class Reader {
  readonly #file: TextFile;
  readonly #sections: OpenSection[] = [];
  readonly #byFoldedName = new Map<string, OpenSection>();
  readonly #entries: Entry[] = [];
  readonly #heads: Head[] = [];
  #section: OpenSection;
  #head: OpenHead | undefined;
  /** The line that is read next. */
  #next = 0;

  constructor(file: TextFile) {
    beginReading();
    this.#file = file;
    this.#section = this.#addSection(DEFAULT_SECTION);
  }

  get owners(): OwnersFile {
    return { file: this.#file, sections: this.#sections, entries: this.#entries, heads: this.#heads };
  }

  /** Reads so many lines more; false when that was all. */
  readSome(most: number): boolean {
    const { text, lines } = this.#file;
    // To GitLab a binary file is an empty one.
    const count = text.includes('\0') ? 0 : lines.lineCount;
    const end = Math.min(count, this.#next + most);
    for (; this.#next < end; this.#next++) this.#readLine(this.#next);
    return this.#next < count;
  }

  #readLine(number: number): void {
    const { text, lines } = this.#file;
    const start = lines.lineStart(number);
    const line = readLine(text.slice(start, lines.lineEnd(number)));
    const place = { lineNumber: number, lineStart: start };
    if (line.kind === 'header') this.#addHead({ line, ...place, end: start + line.ignored.end });
    else if (line.kind === 'entry') this.#addEntry(line, place);
  }

  #addHead(head: OpenHead): void {
    this.#section = this.#sectionCalled(head.line.name);
    this.#section.heads.push(head);
    this.#heads.push(head);
    this.#head = head;
  }

  /**
   * The first header is not compared with the default section, those that follow are: a GitLab oddity. Only a section
   * called 'Codeowners' shows the difference.
   */
  #sectionCalled(name: string): OpenSection {
    const folded = fold(name);
    const same =
      this.#sections.length === 1
        ? this.#sections.find((section) => section.name === name)
        : this.#byFoldedName.get(folded);
    return same ?? this.#addSection(name);
  }

  #addSection(name: string): OpenSection {
    const section: OpenSection = { name, heads: [], ranks: new Map() };
    this.#sections.push(section);
    const folded = fold(name);
    if (!this.#byFoldedName.has(folded)) this.#byFoldedName.set(folded, section);
    return section;
  }

  #addEntry(line: EntryLine, place: Pick<Entry, 'lineNumber' | 'lineStart'>): void {
    const head = this.#head?.line;
    const owners = line.hasOwners ? line.owners : (head?.owners ?? []);
    const { ranks, name: sectionName } = this.#section;
    const entry: Entry = { line, ...place, head, sectionName, owners: line.isExclusion ? [] : owners };
    ranks.set(line.normalized, { first: ranks.get(line.normalized)?.first ?? entry, last: entry });
    this.#entries.push(entry);
    if (this.#head !== undefined) this.#head.end = place.lineStart + endOf(line);
  }
}

function endOf({ patternRange, owners }: EntryLine): number {
  return owners.at(-1)?.end ?? patternRange.end;
}

function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}

/** What to call a section. */
export function titleOf({ name, heads }: Section): string {
  return name === DEFAULT_SECTION && heads.length === 0 ? 'Default' : name;
}

/** A part of a line in the file. */
export function placed({ lineStart }: { readonly lineStart: number }, { start, end }: OffsetRange): OffsetRange {
  return { start: lineStart + start, end: lineStart + end };
}

/** Approvals are needed only where some entry asks for them: one that is not optional makes its section required. */
export function isOptional({ ranks }: Section): boolean {
  return ranks.size > 0 && Array.from(ranks.values()).every(({ last }) => last.head?.isOptional === true);
}

/** Who owns what an entry fits: the words of `owners` that name a user, a group or a role. */
export function ownersOf({ owners }: Entry): readonly Reference[] {
  return referencesOf(owners);
}
