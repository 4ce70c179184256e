import type { PositionRange } from '../../../../server/src/lsp/protocol.ts';

type Place = PositionRange['start'];

/** One edit: what was there is replaced by `text`. */
export interface Edit {
  readonly range: PositionRange;
  readonly text: string;
}

/**
 * Where a range of an older text is after an edit; undefined when the edit touches it, as nobody knows then whether what
 * was said of it still holds.
 */
export function movedRange(range: PositionRange, edit: Edit): PositionRange | undefined {
  if (isBefore(range.end, edit.range.start)) return range;
  if (!isBefore(edit.range.end, range.start)) return undefined;
  return { start: movedPlace(range.start, edit), end: movedPlace(range.end, edit) };
}

function isBefore(place: Place, other: Place): boolean {
  return place.line < other.line || (place.line === other.line && place.character < other.character);
}

function movedPlace(place: Place, { range, text }: Edit): Place {
  const lines = text.split('\n');
  const line = place.line + lines.length - 1 - (range.end.line - range.start.line);
  if (place.line !== range.end.line) return { line, character: place.character };
  const last = lines.at(-1)?.length ?? 0;
  const before = lines.length === 1 ? range.start.character : 0;
  return { line, character: before + last + place.character - range.end.character };
}
