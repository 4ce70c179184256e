import type { OffsetRange, Position, PositionRange } from './range.ts';

/** Turns offsets of one text into lines and characters and back. Lines end with LF or CRLF. */
export class LineIndex {
  readonly #text: string;
  #starts: Uint32Array | undefined;
  /** The line of the last answer of `positionAt`. */
  #last = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get lineCount(): number {
    return this.#lineStarts().length;
  }

  /** The offset of a line's first character; the text's length for a line past the end. */
  lineStart(line: number): number {
    return this.#lineStarts()[line] ?? this.#text.length;
  }

  /** The offset after a line's last character, without the line break. */
  lineEnd(line: number): number {
    const next = this.#lineStarts()[line + 1];
    if (next === undefined) return this.#text.length;
    return this.#text.charCodeAt(next - 2) === 0x0d ? next - 2 : next - 1;
  }

  /** An offset past the end gives the end of the text. */
  positionAt(offset: number): Position {
    const starts = this.#lineStarts();
    const bounded = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = starts.length - 1;
    // Whoever turns many offsets goes through the text in order: the next one is in the same line or a little below.
    if ((starts[this.#last] ?? 0) <= bounded) {
      low = this.#last;
      if (bounded < (starts[Math.min(low + 4, high)] ?? 0)) high = Math.min(low + 4, high);
    }
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return { line: low, character: bounded - (starts[low] ?? 0) };
  }

  /** A character past the end of its line gives the line's end, as LSP asks for. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.lineCount) return this.#text.length;
    return Math.min(this.lineStart(line) + Math.max(0, character), this.lineEnd(line));
  }

  /** Of a range over several lines the part in the first one. */
  withinLine({ start, end }: OffsetRange): OffsetRange {
    return { start, end: Math.max(start, Math.min(end, this.lineEnd(this.positionAt(start).line))) };
  }

  rangeAt({ start, end }: OffsetRange): PositionRange {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  #lineStarts(): Uint32Array {
    this.#starts ??= lineStarts(this.#text);
    return this.#starts;
  }
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
