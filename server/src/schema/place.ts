import type { OffsetRange } from '../base/range.ts';
import { documentAt, type YamlFile } from '../yaml/file.ts';
import { nodeAtPath, type PathSegment } from '../yaml/find.ts';
import { entriesOf, scalarText, type YamlNode } from '../yaml/node.ts';

/**
 * Where something is being typed. It is found by indentation, line by line, not in the syntax tree: while typing, the
 * line of the cursor and what follows it is seldom correct YAML.
 */
export interface Place {
  /** The content of the document around the cursor. */
  readonly root: YamlNode | undefined;
  /** 'key': a key of the mapping at `path`, or an item of a list there; 'value': the value at `path`. */
  readonly kind: 'key' | 'value';
  readonly path: readonly PathSegment[];
  /** The word around the cursor. */
  readonly range: OffsetRange;
  /** The part of it before the cursor. */
  readonly typed: string;
  /** The keys that the mapping at `path` has already, without the one at the cursor. */
  readonly siblings: ReadonlySet<string>;
  /** What a new line inside the typed entry has to be indented by, relative to the indentation of the cursor's line. */
  readonly innerIndent: string;
  /** Whether a colon follows the word. */
  readonly hasColon: boolean;
}

interface Level {
  readonly indent: number;
  readonly segment: PathSegment;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>'"%@`{[,-][^#]*?|-[^\s#][^#]*?)[ \t]*:(?:[ \t]+(.*))?$/;
const BLOCK_SCALAR = /^(?:[!&]\S+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$/;
const WORD_END = /[\s,}\]#]/;

/** The place of a cursor; undefined in comments, block scalars, flow collections and quoted keys. */
export function placeAt(file: YamlFile, offset: number): Place | undefined {
  const document = documentAt(file, offset);
  const documentStart = document?.start ?? 0;
  if (offset < documentStart) return undefined;
  const lineStart = Math.max(documentStart, file.text.lastIndexOf('\n', offset - 1) + 1);
  const levels = readLevels(file.text.slice(documentStart, lineStart));
  const before = file.text.slice(lineStart, offset);
  if (levels.inScalar !== undefined && indentOf(before) > levels.inScalar) return undefined;
  return placeOnLine(file, document?.document.root, { before, offset, stack: levels.stack });
}

interface Levels {
  readonly stack: Level[];
  /** The indentation of the key whose block scalar the text ends in. */
  inScalar: number | undefined;
}

function readLevels(text: string): Levels {
  const levels: Levels = { stack: [], inScalar: undefined };
  for (const raw of text.split('\n').slice(0, -1)) {
    const line = raw.trimEnd();
    const content = line.trimStart();
    if (content === '') continue;
    if (levels.inScalar !== undefined && indentOf(line) > levels.inScalar) continue;
    levels.inScalar = undefined;
    if (!content.startsWith('#')) readLine(line, levels);
  }
  return levels;
}

function readLine(line: string, levels: Levels): void {
  const { stack } = levels;
  const column = openItems(line, indentOf(line), stack);
  const [, key, value] = KEY.exec(line.slice(column)) ?? [];
  if (key === undefined) {
    if (BLOCK_SCALAR.test(line.slice(column))) levels.inScalar = indentOf(line);
    return;
  }
  closeTo(stack, column);
  stack.push({ indent: column, segment: unquote(key) });
  if (value !== undefined && BLOCK_SCALAR.test(value)) levels.inScalar = indentOf(line);
}

/** Puts the items that begin on a line (`- - x`) on the stack and gives the column after their dashes. */
function openItems(line: string, indent: number, stack: Level[]): number {
  let column = indent;
  while (/^-(?:[ \t]|$)/.test(line.slice(column))) {
    while ((stack.at(-1)?.indent ?? -1) > column) stack.pop();
    const last = stack.at(-1);
    const previous = last?.indent === column && typeof last.segment === 'number' ? last.segment : undefined;
    if (previous !== undefined) stack.pop();
    stack.push({ indent: column, segment: previous === undefined ? 0 : previous + 1 });
    const rest = line.slice(column + 1);
    column += 1 + indentOf(rest);
  }
  return column;
}

/** Leaves what a key in this column stands in. An item's dash may stand in the column of its list's key. */
function closeTo(stack: Level[], column: number): void {
  while ((stack.at(-1)?.indent ?? -1) >= column) stack.pop();
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

function unquote(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}

interface LineCursor {
  readonly before: string;
  readonly offset: number;
  readonly stack: Level[];
}

function placeOnLine(
  file: YamlFile,
  root: YamlNode | undefined,
  { before, offset, stack }: LineCursor,
): Place | undefined {
  const column = openItems(before, indentOf(before), stack);
  const rest = before.slice(column);
  const [, key, value = ''] = KEY.exec(rest) ?? /^(\S+):[ \t]+()$/.exec(rest) ?? [];
  const typed = key === undefined ? rest : value;
  if (!/^[\w$./-]*$/.test(typed) || (key !== undefined && rest.endsWith(':'))) return undefined;
  closeTo(stack, column);
  if (key !== undefined) stack.push({ indent: column, segment: unquote(key) });
  const path = stack.map(({ segment }) => segment);
  const range = wordAround(file.text, offset - typed.length, offset, key === undefined ? /[\s:]/ : WORD_END);
  return {
    root,
    kind: key === undefined ? 'key' : 'value',
    path,
    range,
    typed,
    siblings: siblingsAt(file, root, path, range),
    innerIndent: ' '.repeat(column - indentOf(before) + 2),
    hasColon: key === undefined && /^[ \t]*:/.test(file.text.slice(range.end)),
  };
}

function wordAround(text: string, start: number, offset: number, ends: RegExp): OffsetRange {
  let end = offset;
  while (end < text.length && !ends.test(text[end] ?? '')) end++;
  return { start, end };
}

function siblingsAt(
  file: YamlFile,
  root: YamlNode | undefined,
  path: readonly PathSegment[],
  { start }: OffsetRange,
): Set<string> {
  const names = new Set<string>();
  for (const { key } of entriesOf(nodeAtPath(root, path))) {
    if (file.rangeOf(key)?.start !== start) names.add(scalarText(key) ?? '');
  }
  return names;
}
