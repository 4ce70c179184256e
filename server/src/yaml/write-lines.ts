import { orderedEntries } from '../base/record.ts';
import { writeKey, writeScalar } from './write-scalar.ts';

/** One line of a written value. */
interface WrittenLine {
  readonly text: string;
  /** The way to the entry or item that the line shows: keys and positions from the top. */
  readonly path: readonly (string | number)[];
  /** The line begins an entry or item; others go on with a block scalar. */
  readonly begins: boolean;
}

/** A value may hold the same part any number of times; no reader gets through more lines than these. */
const MAX_LINES = 250_000;

/** Longer keys need a form of their own (https://yaml.org/spec/1.1/#id904245). */
const MAX_KEY = 1000;

/**
 * Writes a mapping as YAML, one line for each entry, item and line of a block scalar, so that each line can be led back
 * to what it shows. Keys keep their order. An empty line stands between top-level entries of several lines.
 * `isCut`: the value has more lines than anybody reads, and the rest is left out.
 */
export function writeLines(value: Readonly<Record<string, unknown>>): {
  readonly lines: readonly WrittenLine[];
  readonly isCut: boolean;
} {
  const writer = new Writer();
  for (const [key, item] of orderedEntries(value)) {
    const before = writer.lines.length;
    writer.entry([key], item, { indent: '', lead: '' });
    writer.separate(before);
  }
  return { lines: writer.lines, isCut: writer.lines.length >= MAX_LINES };
}

type Path = readonly (string | number)[];

interface Place {
  readonly indent: string;
  /** What stands on the line already: the dashes of lists. */
  readonly lead: string;
}

class Writer {
  readonly lines: WrittenLine[] = [];

  entry(path: Path, value: unknown, { indent, lead }: Place): void {
    const key = writeKey(String(path.at(-1)));
    const isLong = key.length > MAX_KEY;
    if (isLong) this.#line(`${lead}? ${key}`, path, true);
    this.#value(path, value, { indent, lead: isLong ? `${indent}:` : `${lead}${key}:` });
  }

  /** Puts an empty line before a top-level entry that has several lines, and after one. */
  separate(before: number): void {
    const isLong = this.lines.length - before > 1;
    const wasLong = before > 0 && this.lines[before - 1]?.path.length !== 1;
    const empty = { text: '', path: [], begins: false };
    if (before > 0 && (isLong || wasLong)) this.lines.splice(before, 0, empty);
  }

  #value(path: Path, value: unknown, { indent, lead }: Place): void {
    if (typeof value !== 'object' || value === null) {
      this.#scalar(path, value, { indent, lead });
    } else if (Array.isArray(value)) {
      if (value.length === 0) this.#line(`${lead} []`, path, true);
      else this.#list(path, value, { indent, lead });
    } else {
      this.#mapping(path, orderedEntries(value), { indent, lead });
    }
  }

  #mapping(path: Path, entries: readonly (readonly [string, unknown])[], { indent, lead }: Place): void {
    this.#line(entries.length === 0 ? `${lead} {}` : lead, path, true);
    for (const [key, item] of entries) this.#child([...path, key], item, `${indent}  `);
  }

  #child(path: Path, value: unknown, indent: string): void {
    if (this.lines.length < MAX_LINES) this.entry(path, value, { indent, lead: indent });
  }

  #list(path: Path, items: readonly unknown[], { indent, lead }: Place): void {
    this.#line(lead, path, true);
    this.#items(path, items, { indent: `${indent}  `, lead: `${indent}  ` });
  }

  /** Items one below the other; the first goes on with the line that `lead` begins. */
  #items(path: Path, items: readonly unknown[], { indent, lead }: Place): void {
    for (const [index, item] of items.entries()) {
      if (this.lines.length >= MAX_LINES) return;
      this.#item([...path, index], item, { indent, lead: `${index === 0 ? lead : indent}-` });
    }
  }

  #item(path: Path, item: unknown, { indent, lead }: Place): void {
    const inner = `${indent}  `;
    const isCollection = typeof item === 'object' && item !== null && Object.keys(item).length > 0;
    if (!isCollection) this.#value(path, item, { indent, lead });
    else if (Array.isArray(item)) this.#items(path, item, { indent: inner, lead: `${lead} ` });
    else this.#entries(path, orderedEntries(item), { indent: inner, lead: `${lead} ` });
  }

  /** The entries of an item; the first stands behind its dash. */
  #entries(path: Path, entries: readonly (readonly [string, unknown])[], { indent, lead }: Place): void {
    for (const [index, [key, value]] of entries.entries()) {
      if (index === 0) this.entry([...path, key], value, { indent, lead });
      else this.#child([...path, key], value, indent);
    }
  }

  #scalar(path: Path, value: unknown, { indent, lead }: Place): void {
    const { first, below } = writeScalar(value);
    this.#line(`${lead} ${first}`, path, true);
    for (const line of below) this.#line(line === '' ? '' : `${indent}  ${line}`, path, false);
  }

  #line(text: string, path: Path, begins: boolean): void {
    this.lines.push({ text, path, begins });
  }
}
