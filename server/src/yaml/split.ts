/** Where the documents of a text and their separately parsable blocks lie. Offsets count from the text's start. */
export interface DocumentOutline {
  /** Where the line of the marker begins that it lies below; the text's start where there is none. */
  readonly marker: number;
  /** After the line of the `---` marker, or 0. */
  readonly start: number;
  readonly end: number;
  readonly shape: 'mapping' | 'sequence' | 'single';
  /** The start of each block; the first equals `start`, each block ends where the next begins. Empty: no content. */
  readonly blocks: readonly number[];
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/** What a line with a key begins with. */
export const KEY =
  /^(?:"(?:[^"\\]|\\.)*"[ \t]*|'(?:[^']|'')*'[ \t]*|[^\s#{}[\]&*!|>'"%@`,?-][^\n]*?|-[^\s][^\n]*?):(?:[ \t\r]|$)/;

/** In documents, and in entries and items at their top level. Each is kept for itself and takes half a kilobyte at least. */
export const MAX_ENTRIES = 300_000;

/** Where the first document may begin. */
export function textStart(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/**
 * Splits a text into documents and blocks without parsing it. In a block mapping every line that starts in the first
 * column begins a new entry, unless it is a comment, a sequence item (`-` may stand in its key's column) or closes a
 * flow collection. What cannot be told so safely (flow collections, tags, anchors or explicit keys at the root) is one block.
 *
 * A part of a text goes from the line of a marker to the first marker's line that `isKnown`, or to the end: what stands above
 * a marker has no influence on what stands below. Undefined for a part with too many lines that begin something.
 */
export function outline(
  text: string,
  from = textStart(text),
  isKnown: (marker: number) => boolean = () => false,
): DocumentOutline[] | undefined {
  const documents: DocumentOutline[] = [];
  let [markerLine, start] = [from, from];
  // A document is there when a marker opens it or when it has content; comments above the first marker are none.
  let opened = false;
  let inlineRoot = false;
  let topLines: Line[] = [];
  let begun = 0;

  for (let at = start; at <= text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const marker = markerAt(text, at, end);
    if (marker !== undefined) {
      finish(at);
      if (isKnown(at)) return documents;
      markerLine = at;
      start = marker === 'rest' ? at + 3 : Math.min(end + 1, text.length);
      opened = text[at] === '-';
      inlineRoot = marker === 'rest';
      begun++;
    } else if (beginsContent(text, at, end)) {
      topLines.push({ start: at, end });
      begun++;
    }
    if (begun > MAX_ENTRIES) return undefined;
    if (newline === -1) break;
    at = newline + 1;
  }
  finish(text.length);
  return documents;

  function finish(end: number): void {
    if (opened || topLines.length > 0 || hasIndentedContent(text, start, end)) {
      documents.push({ marker: markerLine, ...document(text, { start, end }, topLines, inlineRoot) });
    }
    topLines = [];
  }
}

/** 'line': a marker alone on its line; 'rest': a document that begins on the marker's line. */
function markerAt(text: string, start: number, end: number): 'line' | 'rest' | undefined {
  const isMarker = text.startsWith('---', start) || text.startsWith('...', start);
  if (!isMarker) return undefined;
  const after = text.slice(start + 3, end).trimEnd();
  if (after === '') return 'line';
  if (after[0] !== ' ' && after[0] !== '\t') return undefined;
  return after.trimStart().startsWith('#') ? 'line' : 'rest';
}

/** Whether the line starts in the first column with something that is not blank and not a comment. */
function beginsContent(text: string, start: number, end: number): boolean {
  if (start >= end) return false;
  const code = text.charCodeAt(start);
  return code !== 0x20 && code !== 0x09 && code !== 0x23 && code !== 0x0d && code !== 0x25;
}

function document(
  text: string,
  range: Line,
  topLines: readonly Line[],
  inlineRoot: boolean,
): Omit<DocumentOutline, 'marker'> {
  const shape = inlineRoot ? 'single' : shapeOf(text, range, topLines);
  const { start, end } = range;
  if (shape === 'single') return { start, end, shape, blocks: text.slice(start, end).trim() === '' ? [] : [start] };
  const begins = topLines.filter((line) => beginsBlock(text, line, shape)).map((line) => line.start);
  // Comments above the first entry belong to it.
  return { start, end, shape, blocks: [start, ...begins.slice(1)] };
}

function shapeOf(text: string, range: Line, topLines: readonly Line[]): DocumentOutline['shape'] {
  const first = topLines[0];
  if (first === undefined || hasIndentedContent(text, range.start, first.start)) return 'single';
  if (isItem(text, first)) return 'sequence';
  if (!/^[\w"'.$/<~:(=+-]/.test(text[first.start] ?? '')) return 'single';
  return topLines.some((line) => KEY.test(text.slice(line.start, Math.min(line.end, line.start + 1000))))
    ? 'mapping'
    : 'single';
}

/** A document may be indented as a whole; then nothing in the first column begins an entry. */
function hasIndentedContent(text: string, start: number, end: number): boolean {
  for (const line of text.slice(start, end).split('\n')) {
    const content = line.trim();
    if (content !== '' && !content.startsWith('#') && !content.startsWith('%')) return true;
  }
  return false;
}

function beginsBlock(text: string, line: Line, shape: 'mapping' | 'sequence'): boolean {
  if (shape === 'sequence') return isItem(text, line);
  if (isItem(text, line)) return false;
  const first = text[line.start];
  return first !== ']' && first !== '}' && first !== ',' && !isValueOfExplicitKey(text, line);
}

/** `: value` in the first column belongs to the `? key` above it; libyaml writes keys of more than 128 characters so. */
function isValueOfExplicitKey(text: string, { start, end }: Line): boolean {
  return text.charCodeAt(start) === 0x3a && (start + 1 >= end || /[ \t\r]/.test(text[start + 1] ?? ''));
}

function isItem(text: string, { start, end }: Line): boolean {
  if (text.charCodeAt(start) !== 0x2d) return false;
  const next = text.charCodeAt(start + 1);
  return start + 1 >= end || next === 0x20 || next === 0x09 || next === 0x0d;
}
