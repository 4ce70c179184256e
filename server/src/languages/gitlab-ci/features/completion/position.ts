import type { OffsetRange } from '../../../../base/range.ts';
import type { YamlFile } from '../../../../yaml/file.ts';
import { scanFlow, type Flow } from './flow.ts';
import { contentColumn, innermostColumn, propertiesLength, structuresOf, type Step } from './line-structure.ts';
import { siblingKeys } from './siblings.ts';
import { surroundingsOf, type Place } from './surroundings.ts';

/** Where in the structure of a text a cursor stands, told by indentation, so that it also holds in broken text. */
export interface TextPosition {
  /** From the top to the mapping or list that the cursor is in; in a value also its key. */
  readonly path: readonly Step[];
  /** The part of the path that is not in brackets, with where each step is written. */
  readonly places: readonly Place[];
  readonly place: 'key' | 'value';
  /** The word under the cursor, without its quotes, which a completion takes the place of. */
  readonly word: OffsetRange;
  /** The quote that the word stands in. */
  readonly quote: '"' | "'" | undefined;
  /** The text of the value from where it begins to the cursor; of a block scalar that of its content. */
  readonly typed: string;
  /** The cursor is in the text of a block scalar, or in a later line of a value. */
  readonly isContinued: boolean;
  /** The keys beside the cursor's, without its own, with what is written behind them on their line. */
  readonly siblings: ReadonlyMap<string, string>;
  /** A colon follows the word already. */
  readonly hasColon: boolean;
  /** No space is between the colon or dash and the cursor. */
  readonly needsSpace: boolean;
  /** The text of the line before the word. */
  readonly before: string;
  /** The brackets that the cursor stands in. */
  readonly flow: Flow | undefined;
  /** The column of the key or dash that the cursor's line begins with. */
  readonly column: number;
  /** The column of the key or value that is being written. */
  readonly begin: number;
}

interface Line {
  readonly start: number;
  readonly text: string;
  /** The part before the cursor. */
  readonly before: string;
}

/** Finds where a cursor stands. */
export function positionAt(file: YamlFile, offset: number): TextPosition {
  const { line: number } = file.lines.positionAt(offset);
  const start = file.lines.lineStart(number);
  const text = file.text.slice(start, file.lines.lineEnd(number));
  const line = { start, text, before: text.slice(0, offset - start) };
  const structures = structuresOf(line.before);
  const begin = innermostColumn(line.before, structures);
  const around = surroundingsOf(file, number, { structures, begin, isEmpty: text.trim() === '' });
  const { opened } = around;
  if (opened?.kind === 'flow') return inFlow(file, line, { places: around.places, start: opened.start, begin });
  if (opened !== undefined) return inText(file, line, { places: around.places, start: opened.start, begin });
  const isOpenHere = /^[[{]/.test(line.before.slice(begin + propertiesLength(line.before.slice(begin))));
  if (isOpenHere && scanFlow(line.before.slice(begin)).depth > 0) {
    return inFlow(file, line, { places: around.places, start: start + begin, begin });
  }
  const last = structures.at(-1);
  const isValue = last !== undefined && last.step !== '-';
  const isItem = last?.step === '-';
  const siblings = siblingKeys(file, number, isValue ? last.column : begin);
  const at = { ...pathOf(around.places), begin, column: structures[0]?.column ?? begin };
  return {
    ...onLine(file, line, { from: begin, isValue, isItem }),
    ...at,
    siblings,
    isContinued: false,
    flow: undefined,
  };
}

interface Found {
  readonly places: readonly Place[];
  /** Where in the file the value begins. */
  readonly start: number;
  readonly begin: number;
}

function pathOf(places: readonly Place[]): Pick<TextPosition, 'path' | 'places'> {
  return { places, path: places.map(({ step }) => step) };
}

interface Written {
  readonly from: number;
  readonly isValue: boolean;
  /** Behind a dash. */
  readonly isItem: boolean;
}

type OnLine = Pick<TextPosition, 'place' | 'word' | 'quote' | 'typed' | 'hasColon' | 'needsSpace' | 'before'>;

function onLine(file: YamlFile, line: Line, { from, isValue, isItem }: Written): OnLine {
  const { text, before, start } = line;
  const cursor = before.length;
  const properties = isValue || /^[&!]/.test(text.slice(from)) ? propertiesLength(before.slice(from)) : 0;
  const content = from + properties;
  const quote = quoteAt(before, content);
  const wordStart = quote === undefined ? content : content + 1;
  // What stands behind a dash is a value, unless a colon makes it a key.
  const isWhole = isValue || (isItem && !/:(?:\s|$)/.test(text.slice(cursor)));
  const end = wordEnd(text, cursor, quote ?? (isWhole ? 'value' : 'plain'));
  return {
    place: isValue ? 'value' : 'key',
    word: { start: start + wordStart, end: start + end },
    quote,
    typed: before.slice(wordStart),
    hasColon: /^["']?\s*:(?:\s|$)/.test(file.text.slice(start + end, start + text.length)),
    needsSpace: isRightBehindMark(before, { isValue: isValue && properties === 0, isItem }),
    before: before.slice(0, content),
  };
}

function isRightBehindMark(before: string, { isValue, isItem }: Pick<Written, 'isValue' | 'isItem'>): boolean {
  return (isValue && before.endsWith(':')) || (isItem && before.endsWith('-'));
}

function inFlow(file: YamlFile, line: Line, { places, start, begin }: Found): TextPosition {
  const cursor = line.start + line.before.length;
  const flow = scanFlow(file.text.slice(start, cursor));
  const from = start + flow.wordStart;
  const opening = file.text.charAt(from);
  const quote = from < cursor && (opening === '"' || opening === "'") ? opening : undefined;
  const wordStart = quote === undefined ? from : from + 1;
  const end = line.start + wordEnd(line.text, line.before.length, quote ?? 'flow');
  return {
    places,
    path: [...places.map(({ step }) => step), ...flow.steps],
    place: flow.place,
    // A word that was begun on an earlier line is left as it is.
    word: { start: Math.max(wordStart, line.start), end },
    quote,
    typed: file.text.slice(wordStart, cursor),
    isContinued: false,
    siblings: flow.keys,
    hasColon: /^["']?\s*:/.test(file.text.slice(end, line.start + line.text.length)),
    needsSpace: false,
    before: line.before,
    flow,
    column: begin,
    begin,
  };
}

/** In the text of a block scalar, or in a later line of another scalar. */
function inText(file: YamlFile, line: Line, { places, start, begin }: Found): TextPosition {
  const cursor = line.before.length;
  const wordStart = cursor - (/[\w.$/{-]*$/.exec(line.before)?.[0].length ?? 0);
  const end = cursor + (/^[\w.-]*/.exec(line.text.slice(cursor))?.[0].length ?? 0);
  const opening = file.text.charAt(start - 1);
  return {
    ...pathOf(places),
    place: 'value',
    word: { start: line.start + wordStart, end: line.start + end },
    quote: opening === '"' || opening === "'" ? opening : undefined,
    typed: file.text.slice(start, line.start + cursor),
    isContinued: true,
    siblings: new Map(),
    hasColon: false,
    needsSpace: false,
    before: line.before.slice(0, wordStart),
    flow: undefined,
    column: contentColumn(line.before),
    begin,
  };
}

/** The quote that is open from a column to the end of a text. */
function quoteAt(before: string, column: number): '"' | "'" | undefined {
  const opening = before.charAt(column);
  if (opening !== '"' && opening !== "'") return undefined;
  const isClosed = opening === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'(?:[^']|'')*'/;
  return isClosed.test(before.slice(column)) ? undefined : opening;
}

type WordKind = '"' | "'" | 'value' | 'plain' | 'flow';

const WORD_REST: Readonly<Record<Exclude<WordKind, '"' | "'">, RegExp>> = {
  value: /^(?:[^#]|#(?<=\S#))*/,
  plain: /^(?:[^\s:#]|:(?=\S)|#(?<=\S#))*/,
  flow: /^(?:[^,\]}:#\s]+(?: +[^,\]}:#\s]+)*)?/,
};

/** A value goes on to the end of the line, of its quotes, or to what ends it in a flow collection. */
function wordEnd(text: string, cursor: number, kind: WordKind): number {
  const rest = text.slice(cursor);
  if (kind === '"' || kind === "'") {
    const closing = rest.indexOf(kind);
    return closing === -1 ? text.trimEnd().length : cursor + closing;
  }
  return cursor + (WORD_REST[kind].exec(rest)?.[0].trimEnd().length ?? 0);
}
