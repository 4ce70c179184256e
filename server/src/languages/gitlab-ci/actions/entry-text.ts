import type { OffsetRange } from '../../../base/range.ts';
import { lineBreakOf } from '../../../base/text-file.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlEntry } from '../../../yaml/node.ts';

/** An entry of a block mapping as the whole lines that it takes, the last line break included. */
export interface EntryText extends OffsetRange {
  /** The column of its key. */
  readonly column: number;
}

/** The lines of an entry; undefined where its key does not begin a line, as in braces or behind a dash. */
export function entryText(file: YamlFile, { key }: YamlEntry): EntryText | undefined {
  const range = file.rangeOf(key);
  if (range === undefined) return undefined;
  const { lines, text } = file;
  const first = lines.positionAt(range.start).line;
  // A byte order mark stays the first character of the file.
  const start = first === 0 && text.startsWith('\uFEFF') ? 1 : lines.lineStart(first);
  const column = range.start - start;
  if (text.slice(start, range.start).trim() !== '') return undefined;
  let last = first;
  for (let line = first + 1; line < lines.lineCount; line++) {
    const content = text.slice(lines.lineStart(line), lines.lineEnd(line));
    if (content.trim() === '') continue;
    if (!belongs(content, column)) {
      // A comment may stand between items of a list that begin in the key's own column.
      if (content.trimStart().startsWith('#')) continue;
      break;
    }
    last = line;
  }
  const end = last + 1 < lines.lineCount ? lines.lineStart(last + 1) : text.length;
  return { start, end, column };
}

/** The lines of an entry and the comments right above it, in its column. */
export function commentedText(file: YamlFile, entry: YamlEntry): EntryText | undefined {
  const own = entryText(file, entry);
  if (own === undefined) return undefined;
  const { lines, text } = file;
  let line = lines.positionAt(own.start).line;
  const isComment = (index: number): boolean =>
    new RegExp(`^ {${own.column}}#`).test(text.slice(lines.lineStart(index), lines.lineEnd(index)));
  while (line > 0 && isComment(line - 1)) line--;
  return { ...own, start: lines.lineStart(line) };
}

/** Deeper lines; in the key's own column items of its list, and brackets that close. */
function belongs(line: string, column: number): boolean {
  const indentation = /^\s*/.exec(line)?.[0].length ?? 0;
  if (indentation > column) return true;
  return indentation === column && /^(?:-(?:\s|$)|[\]}])/.test(line.slice(indentation));
}

/** Where a job's comments and lines begin: comments right above a top-level key belong to it. */
export function startWithComments(file: YamlFile, start: number): number {
  const { lines, text } = file;
  let line = lines.positionAt(start).line;
  const indentation = /^ */.exec(text.slice(lines.lineStart(line), lines.lineEnd(line)))?.[0] ?? '';
  while (line > 0 && text.startsWith(`${indentation}#`, lines.lineStart(line - 1))) line--;
  const first = lines.lineStart(line);
  return first === 0 && text.startsWith('\uFEFF') ? 1 : first;
}

/** Lines in the column where the top-level entries stand, which is the first one in nearly every file. */
export function asTopLevel(lines: string, { column }: EntryText): string {
  return moved(lines, 0, column);
}

/** A text of lines with the line breaks of a file. */
export function withBreaks(file: YamlFile, text: string): string {
  return lineBreakOf(file.text) === '\n' ? text : text.replace(/\r?\n/g, '\r\n');
}

/** Lines moved to another column; empty ones stay empty. */
export function moved(text: string, from: number, to: number): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? line : ' '.repeat(to) + line.slice(Math.min(from, leading(line)))))
    .join('\n');
}

function leading(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
