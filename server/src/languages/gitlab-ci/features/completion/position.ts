import type { OffsetRange } from '../../../../base/range.ts';
import type { YamlFile } from '../../../../yaml/file.ts';

/** One step down: a key, or '-' for an item of a list. */
export type Step = string;

/** Where in the structure of a text a cursor stands, told by indentation, so that it also holds in broken text. */
export interface TextPosition {
  /** From the top to the mapping or list that the cursor is in; in a value also its key. */
  readonly path: readonly Step[];
  readonly place: 'key' | 'value';
  /** The word under the cursor, which a completion takes the place of. */
  readonly word: OffsetRange;
  /** The keys beside the cursor's, without its own. */
  readonly siblings: ReadonlySet<string>;
  /** A colon follows the word already. */
  readonly hasColon: boolean;
  /** The text of the line before the word. */
  readonly before: string;
  /** The cursor is in `[…]` or `{…}`. */
  readonly inFlow: boolean;
  /** The column of the key or dash that the cursor's line begins with. */
  readonly column: number;
}

interface Structure {
  readonly column: number;
  /** The key, or '-'. */
  readonly step: Step;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#'"[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?))\s*:(?=\s|$)/;

/** Finds where a cursor stands. */
export function positionAt(file: YamlFile, offset: number): TextPosition {
  const { line } = file.lines.positionAt(offset);
  const start = file.lines.lineStart(line);
  const end = file.lines.lineEnd(line);
  const text = file.text.slice(start, end);
  const cursor = offset - start;
  const structures = structuresOf(text.slice(0, cursor));
  const last = structures.at(-1);
  const isValue = last !== undefined && last.step !== '-';
  const begin = isValue ? valueStart(text, last.column) : contentColumn(text.slice(0, cursor));
  const flow = scanFlow(text.slice(begin, cursor));
  const wordStart = begin + flow.wordStart;
  const word = { start: start + wordStart, end: start + wordEnd(text, cursor, flow.steps.length > 0) };
  const column = structures[0]?.column ?? begin;
  const path = [...pathAbove(file, line, structures, begin), ...flow.steps];
  const siblings = flow.steps.length > 0 ? flow.keys : siblingKeys(file, line, isValue ? last.column : begin);
  return {
    path,
    place: isValue && flow.steps.length === 0 ? 'value' : flow.place,
    word,
    siblings,
    hasColon: /^\s*:/.test(file.text.slice(word.end, end)),
    before: text.slice(0, wordStart),
    inFlow: flow.steps.length > 0,
    column,
  };
}

/** The dashes and the key that a line begins with. */
function structuresOf(text: string): Structure[] {
  const structures: Structure[] = [];
  let column = /^\s*/.exec(text)?.[0].length ?? 0;
  for (;;) {
    const dash = /^-(?:\s+|$)/.exec(text.slice(column))?.[0];
    if (dash === undefined) break;
    structures.push({ column, step: '-' });
    column += dash.length;
  }
  const key = KEY.exec(text.slice(column));
  if (key !== null) structures.push({ column, step: key[1] ?? key[2] ?? key[3] ?? '' });
  return structures;
}

function contentColumn(text: string): number {
  return /^(?:\s*(?:-\s+)*)/.exec(text)?.[0].length ?? 0;
}

function valueStart(text: string, keyColumn: number): number {
  const key = KEY.exec(text.slice(keyColumn))?.[0].length ?? 0;
  const space = /^\s*/.exec(text.slice(keyColumn + key))?.[0].length ?? 0;
  return keyColumn + key + space;
}

/** A value goes on to the end of the line or to what ends it in a flow collection. */
function wordEnd(text: string, cursor: number, inFlow: boolean): number {
  const rest = text.slice(cursor);
  const length = (inFlow ? /^[^,\]}:#\s]*/ : /^(?:[^\s:#]|:(?=\S)|#(?<=\S#))*/).exec(rest)?.[0].length ?? 0;
  return cursor + length;
}

/** Walks up by indentation. A dash may stand in the column of the key that holds its list. */
function pathAbove(file: YamlFile, line: number, own: readonly Structure[], begin: number): Step[] {
  let child: Above = own.length > 0 ? climb(NOTHING, own) : { path: [], column: begin, isDash: false };
  for (let index = line - 1; index >= 0 && (child.column > 0 || child.isDash); index--) {
    const text = lineText(file, index);
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    if (/^(?:---|\.\.\.)/.test(text)) break;
    child = climb(child, structuresOf(text));
  }
  return [...child.path];
}

/** The way found so far and what its first step looks like. */
interface Above {
  readonly path: readonly Step[];
  readonly column: number;
  readonly isDash: boolean;
}

const NOTHING: Above = { path: [], column: Number.POSITIVE_INFINITY, isDash: false };

function climb(from: Above, structures: readonly Structure[]): Above {
  return structures.reduceRight((child: Above, { column, step }) => {
    const isKeyOfList = child.isDash && step !== '-' && column === child.column;
    if (column >= child.column && !isKeyOfList) return child;
    return { path: [step, ...child.path], column, isDash: step === '-' };
  }, from);
}

function lineText(file: YamlFile, line: number): string {
  return file.text.slice(file.lines.lineStart(line), file.lines.lineEnd(line));
}

/** The keys in the same column above and below, up to where the mapping ends. */
function siblingKeys(file: YamlFile, line: number, column: number): Set<string> {
  const keys = new Set<string>();
  const isInside = (index: number): boolean => {
    const text = lineText(file, index);
    const structures = structuresOf(text);
    const key = structures.find((structure) => structure.column === column && structure.step !== '-');
    if (key !== undefined) keys.add(key.step);
    if (text.trim() === '' || /^\s*#/.test(text)) return true;
    // The dash before the first key of an item ends the mapping above it.
    const indentation = /^\s*/.exec(text)?.[0].length ?? 0;
    return indentation >= column;
  };
  for (let index = line - 1; index >= 0 && isInside(index); index--);
  for (let index = line + 1; index < file.lines.lineCount && isInside(index); index++);
  return keys;
}

interface Flow {
  readonly steps: readonly Step[];
  readonly place: 'key' | 'value';
  readonly wordStart: number;
  readonly keys: ReadonlySet<string>;
}

interface OpenBracket {
  readonly kind: '[' | '{';
  readonly key: string | undefined;
  readonly keys: ReadonlySet<string>;
}

/** Follows the brackets that are open before the cursor, on its own line. */
function scanFlow(text: string): Flow {
  let open: readonly OpenBracket[] = [];
  let wordStart = 0;
  for (const { index, 0: token } of text.matchAll(/"[^"]*"?|'[^']*'?|[[\]{},:]/g)) {
    const isCounted = token === '[' || token === '{' || open.length > 0;
    if (!isCounted || /^["']/.test(token)) continue;
    open = afterToken(open, token, text.slice(wordStart, index).trim());
    if (!/[\]}]/.test(token)) wordStart = index + 1;
  }
  return flowOf(open, wordStart + leadingSpace(text.slice(wordStart)));
}

function flowOf(open: readonly OpenBracket[], wordStart: number): Flow {
  const top = open.at(-1);
  if (top === undefined) return { steps: [], place: 'key', wordStart: 0, keys: new Set() };
  const steps = open.flatMap(({ kind, key }) => (kind === '[' ? ['-'] : (key ?? [])));
  return { steps, place: top.kind === '{' && top.key === undefined ? 'key' : 'value', wordStart, keys: top.keys };
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length;
}

function afterToken(open: readonly OpenBracket[], token: string, word: string): readonly OpenBracket[] {
  if (token === '[' || token === '{') return [...open, { kind: token, key: undefined, keys: new Set() }];
  const top = open.at(-1);
  if (top === undefined || token === ']' || token === '}') return open.slice(0, -1);
  if (token === ',') return [...open.slice(0, -1), { ...top, key: undefined }];
  return top.kind === '{' && top.key === undefined
    ? [...open.slice(0, -1), { ...top, key: word, keys: new Set([...top.keys, word]) }]
    : open;
}
