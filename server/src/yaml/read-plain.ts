import { NodeMaker, type Read } from './make-nodes.ts';
import type { YamlBlock, YamlEntry, YamlMapping, YamlNode, YamlSequence } from './node.ts';
import { readFlow } from './read-flow.ts';
import { readLiteral } from './read-literal.ts';

/**
 * Reads the YAML that most lines of most files are: keys with values in one line, lists, `|` texts, and lists and mappings
 * in brackets on one line. It makes the nodes that the library makes, in a tenth of the time, and answers undefined at the
 * first thing that it does not know, be it only unusual: then the library reads the whole block.
 */
export function readPlain(block: YamlBlock, text: string, offset: number): YamlNode | undefined {
  return UNUSUAL.test(text) ? undefined : new Reader(text, new NodeMaker(block, offset)).root();
}

/** Tabs, carriage returns and the like, and marks that begin a document: rare, and each with rules of its own. */
const UNUSUAL = /[\t\r\uFEFF\u0085\u2028\u2029]|^(?:---|\.\.\.|%)/m;

const MAX_DEPTH = 60;
const MAX_KEY = 500;

/** What a key or value begins with that is no more than it looks like. */
const BEGINNING = /[A-Za-z0-9_.$/(~^+=;\\\u00A1-\uFFFF]/;
const DASHED = /^-[^\s,[\]{}]/;
const NOT_PLAIN = /: | #|:$/;
const QUOTED = /^(?:"[^"\\]*"|'[^']*')$/;

/** A value with a comment behind it. */
const COMMENT = /^("[^"\\]*"|'[^']*'|[^"'][^#]*?) +#/;

interface Line {
  readonly start: number;
  readonly indent: number;
  /** Behind the last character that is no blank. */
  readonly end: number;
  /** Behind the newline. */
  readonly next: number;
}

class Reader {
  readonly #text: string;
  readonly #make: NodeMaker;
  /** The line that is read next; undefined at the end. */
  #line: Line | undefined;
  /** How far in the comments stand that lie before the line; -1 where there are none. */
  #commentIndent = -1;
  #isUnusual = false;
  #depth = 0;

  constructor(text: string, make: NodeMaker) {
    this.#text = text;
    this.#make = make;
  }

  root(): YamlNode | undefined {
    this.#moveTo(0);
    const line = this.#line;
    if (line === undefined || line.indent > 0) return undefined;
    const read = this.#mapping(line.start, 0);
    return this.#isUnusual || this.#line !== undefined ? undefined : read?.node;
  }

  /** Finds the next line with content from an offset on. */
  #moveTo(from: number): void {
    this.#commentIndent = -1;
    this.#line = undefined;
    for (let start = from; start < this.#text.length && this.#line === undefined;) {
      const newline = this.#text.indexOf('\n', start);
      const stop = newline === -1 ? this.#text.length : newline;
      const next = Math.min(stop + 1, this.#text.length);
      const first = this.#skip(start);
      if (this.#text[first] === '#') this.#commentIndent = Math.max(this.#commentIndent, first - start);
      else if (first < stop) this.#line = { start, indent: first - start, end: this.#trimmed(stop), next };
      start = stop + 1;
    }
    // To the library a comment that stands further in belongs to what is above it, which it makes longer.
    if (this.#commentIndent > (this.#line?.indent ?? 0)) this.#isUnusual = true;
  }

  #skip(at: number): number {
    let next = at;
    while (this.#text.charCodeAt(next) === SPACE) next++;
    return next;
  }

  #trimmed(stop: number): number {
    let end = stop;
    while (this.#text.charCodeAt(end - 1) === SPACE) end--;
    return end;
  }

  #isItem({ start, indent, end }: Line): boolean {
    const at = start + indent;
    return this.#text[at] === '-' && (at + 1 === end || this.#text[at + 1] === ' ');
  }

  /** A mapping whose first key stands at `at`; `column` is that of all its keys. */
  #mapping(at: number, column: number): Read<YamlMapping> | undefined {
    if (++this.#depth > MAX_DEPTH) return undefined;
    const entries: YamlEntry[] = [];
    let [after, begin] = [at, at];
    for (;;) {
      const read = this.#entry(begin, column);
      if (read === undefined || this.#isUnusual) return undefined;
      entries.push(read.entry);
      after = read.after;
      const line = this.#line;
      if (line === undefined || line.indent < column) break;
      if (line.indent > column) return undefined;
      begin = line.start + column;
    }
    this.#depth--;
    return { node: this.#make.mapping([at, after], entries, false), after };
  }

  #entry(at: number, column: number): { readonly entry: YamlEntry; readonly after: number } | undefined {
    const end = this.#keyEnd(at);
    const line = this.#line;
    if (end === undefined || line === undefined) return undefined;
    const key = this.#make.scalar([at, end], this.#text.slice(at, end), 'plain');
    const begin = this.#skip(end + 1);
    const isBelow = begin >= line.end || this.#text[begin] === '#';
    const value = isBelow ? this.#below(line, column) : this.#inline(begin, line, column);
    return value && { entry: { key, value: value.node }, after: value.after };
  }

  /** Where the colon of a plain key stands; undefined where none begins. */
  #keyEnd(start: number): number | undefined {
    const text = this.#text;
    if (!BEGINNING.test(text[start] ?? '')) return undefined;
    for (let at = start + 1; at < start + MAX_KEY; at++) {
      const letter = text[at];
      if (letter === undefined || NO_KEY.has(letter)) return undefined;
      if (letter !== ':') continue;
      const next = text[at + 1];
      if (next === undefined || next === ' ' || next === '\n') return text[at - 1] === ' ' ? undefined : at;
    }
    return undefined;
  }

  /** What stands in the lines below a key. A list may stand in the key's own column. */
  #below({ next }: Line, column: number): Read | undefined {
    this.#moveTo(next);
    const line = this.#line;
    if (line === undefined || line.indent < column) return undefined;
    const isItem = this.#isItem(line);
    if (!isItem) return line.indent === column ? undefined : this.#mapping(line.start + line.indent, line.indent);
    const list = this.#sequence(line);
    // Nor is a comment behind a list in its key's own column where it seems to be.
    return line.indent === column && this.#commentIndent >= 0 ? undefined : list;
  }

  #sequence({ start, indent: column }: Line): Read<YamlSequence> | undefined {
    if (++this.#depth > MAX_DEPTH) return undefined;
    const items: YamlNode[] = [];
    let after = start;
    for (let line = this.#line; line !== undefined && line.indent >= column; line = this.#line) {
      if (line.indent > column) return undefined;
      if (!this.#isItem(line)) break;
      const item = this.#item(line, column);
      if (item === undefined || this.#isUnusual) return undefined;
      items.push(item.node);
      after = item.after;
    }
    this.#depth--;
    return { node: this.#make.sequence([start + column, after], items, false), after };
  }

  /** An item that is a mapping begins with a key. */
  #item(line: Line, column: number): Read | undefined {
    const at = this.#skip(line.start + column + 1);
    if (at >= line.end) return undefined;
    return this.#keyEnd(at) === undefined ? this.#inline(at, line, column) : this.#mapping(at, at - line.start);
  }

  /** A value that begins behind a key or a dash. `column` is that of the key or dash. */
  #inline(at: number, line: Line, column: number): Read | undefined {
    const first = this.#text[at];
    if (first === '|') return this.#literal(at, line, column);
    const read = first === '[' || first === '{' ? this.#flow(at, line) : this.#oneLine(at, line);
    this.#moveTo(line.next);
    // A line further in would go on with the value.
    return this.#line !== undefined && this.#line.indent > column ? undefined : read;
  }

  #oneLine(at: number, line: Line): Read | undefined {
    const whole = this.#text.slice(at, line.end);
    const written = COMMENT.exec(whole)?.[1] ?? whole;
    const place = [at, at + written.length] as const;
    if (QUOTED.test(written)) {
      const style = written.startsWith('"') ? 'double' : 'single';
      return { node: this.#make.scalar(place, written.slice(1, -1), style), after: line.next };
    }
    const isPlain = BEGINNING.test(written[0] ?? '') || DASHED.test(written);
    if (!isPlain || NOT_PLAIN.test(written)) return undefined;
    return { node: this.#make.scalar(place, written, 'plain'), after: line.next };
  }

  #literal(at: number, line: Line, column: number): Read | undefined {
    const mark = this.#text.slice(at, line.end);
    const read = mark === '|' || mark === '|-' ? readLiteral(this.#text, line.next, column) : undefined;
    if (read === undefined) return undefined;
    this.#moveTo(read.end);
    const content = mark === '|' ? `${read.content}\n` : read.content;
    return { node: this.#make.scalar([at, read.end], content, 'literal'), after: read.end };
  }

  /** A list or mapping in brackets that ends with its line. */
  #flow(at: number, { end, next }: Line): Read | undefined {
    const read = readFlow({ text: this.#text, make: this.#make }, at);
    if (read === undefined || read.after > end) return undefined;
    const isWhole = read.after === end || /^ +#/.test(this.#text.slice(read.after, end));
    return isWhole ? { node: read.node, after: next } : undefined;
  }
}

/** Comments, quotes and the end of the line. */
const NO_KEY: ReadonlySet<string> = new Set(['#', '"', "'", '`', '\n']);

const SPACE = 0x20;
