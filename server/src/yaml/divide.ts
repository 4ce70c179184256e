import { KEY } from './split.ts';

/** The entries of a block mapping or sequence, told from its lines alone. */
export interface Division {
  readonly kind: 'mapping' | 'sequence';
  /** Where the keys or dashes stand. */
  readonly column: number;
  /** Each from the start of its first line; comments between them belong to none. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** Spaces before the content. */
  readonly indent: number;
}

/** A key is looked for in so many characters of a line. */
const MAX_KEY = 1000;

/**
 * Divides a text into the entries of its outermost collection: what stands in the column of the first one begins another.
 * Undefined for a text that is something else, or that goes on left of that column.
 */
export function divide(text: string): Division | undefined {
  const first = lineAt(text, contentStart(text));
  const column = first.indent;
  const kind = isDash(text, first.start + column) ? 'sequence' : 'mapping';
  const begins = ({ start, end, indent }: Line): boolean =>
    indent === column && (kind === 'sequence' ? isDash(text, start + column) : isKey(text, start + column, end));
  const pieces = begins(first) ? piecesFrom(text, first, begins) : undefined;
  return pieces && { kind, column, pieces };
}

function piecesFrom(text: string, first: Line, begins: (line: Line) => boolean): Piece[] | undefined {
  const pieces: Piece[] = [];
  let { start } = first;
  // Where the comments begin that the line before this one ends.
  let comments: number | undefined;
  for (let line: Line | undefined = first; line !== undefined; line = nextLine(text, line)) {
    if (isBlank(text, line)) continue;
    if (line.indent <= first.indent && isComment(text, line)) {
      comments ??= line.start;
      continue;
    }
    if (line.indent < first.indent) return undefined;
    if (line !== first && begins(line)) {
      pieces.push({ start, end: comments ?? line.start });
      start = line.start;
    }
    comments = undefined;
  }
  return [...pieces, { start, end: comments ?? text.length }];
}

/** Joins neighbours up to a length, each with what stands between them. */
export function batches(pieces: readonly Piece[], length: number): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && piece.end - last.start <= length) joined[joined.length - 1] = { ...last, end: piece.end };
    else joined.push(piece);
  }
  return joined;
}

/** The start of the first line that is neither blank nor a comment; the text's length when there is none. */
export function contentStart(text: string): number {
  for (let line: Line | undefined = lineAt(text, 0); line !== undefined; line = nextLine(text, line)) {
    if (!isBlank(text, line) && !isComment(text, line)) return line.start;
  }
  return text.length;
}

/** The end of a text without the comments and empty lines that it ends with. */
export function contentEnd(text: string): number {
  let end = text.length;
  for (let lineEnd = text.length; lineEnd > 0;) {
    const start = lineEnd < 2 ? 0 : text.lastIndexOf('\n', lineEnd - 2) + 1;
    const line = lineAt(text, start);
    if (!isComment(text, line) && !isBlank(text, line)) break;
    end = start;
    lineEnd = start;
  }
  return end;
}

function lineAt(text: string, start: number): Line {
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  let at = start;
  while (at < end && text.charCodeAt(at) === 0x20) at++;
  return { start, end, indent: at - start };
}

function nextLine(text: string, { end }: Line): Line | undefined {
  return end < text.length ? lineAt(text, end + 1) : undefined;
}

function isComment(text: string, { start, end, indent }: Line): boolean {
  return start + indent < end && text.charCodeAt(start + indent) === 0x23;
}

function isBlank(text: string, { start, end, indent }: Line): boolean {
  for (let at = start + indent; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}

function isDash(text: string, at: number): boolean {
  const next = text[at + 1];
  return text[at] === '-' && (next === undefined || /\s/.test(next));
}

function isKey(text: string, start: number, end: number): boolean {
  return KEY.test(text.slice(start, Math.min(end, start + MAX_KEY)));
}
