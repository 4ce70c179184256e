/** A half-open range of UTF-16 offsets into one text. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as editors count: zero-based line, zero-based UTF-16 character. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open range of positions. */
export interface PositionRange {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a file. `path` is absolute with forward slashes, as everywhere in the engine. */
export interface Location {
  readonly path: string;
  readonly range: OffsetRange;
}

/** Whether an offset is in a range or at its end, where a cursor still touches it. */
export function contains(range: OffsetRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
