import { describeField, fieldAt } from '../schema/describe.ts';
import { placeAt, type Place } from '../schema/place.ts';
import type { Shape } from '../schema/shape.ts';
import { suggestAt } from '../schema/suggest.ts';
import { nodeAt } from '../yaml/find.ts';
import { scalarText, type YamlEntry } from '../yaml/node.ts';
import type { Completion, Cursor, DocumentSymbol, Hover } from './language.ts';

/** Explains the field under the cursor in a file whose every document has one shape. */
export function hoverByShape({ file, offset }: Cursor, shape: Shape): Hover | undefined {
  const found = nodeAt(file, offset);
  const at = found?.inKey === true ? found.entry?.key : found?.node;
  const range = at && file.rangeOf(at);
  const place = found && fieldAt(shape, found.path);
  if (found === undefined || range === undefined || place === undefined) return undefined;
  return { range, markdown: describeField(place, found.path) };
}

/** The fields and values that fit under the cursor, and what `more` adds for the place. */
export function completeByShape(
  { file, offset }: Cursor,
  shape: Shape,
  more: (place: Place) => readonly Omit<Completion, 'range'>[] = () => [],
): Completion[] {
  const place = placeAt(file, offset);
  if (place === undefined) return [];
  return [...suggestAt(shape, place), ...more(place)].map((suggestion) => ({ ...suggestion, range: place.range }));
}

/** One symbol for each top-level entry. */
export function entrySymbols(entries: readonly YamlEntry[]): DocumentSymbol[] {
  return entries.flatMap((entry) => {
    const known = symbols.get(entry) ?? entrySymbol(entry);
    if (known !== undefined) symbols.set(entry, known);
    return known ?? [];
  });
}

const symbols = new WeakMap<YamlEntry, DocumentSymbol>();

function entrySymbol({ key, value }: YamlEntry): DocumentSymbol | undefined {
  const name = scalarText(key);
  if (name === undefined || name === '') return undefined;
  const { block, start } = key;
  // A block collection's range goes on to the next key; its content ends before the line break.
  const written = block.text.slice(start, value?.end ?? key.end).trimEnd();
  const text = scalarText(value);
  const detail = text !== undefined && text !== '' && text.length < 60 ? text : undefined;
  return {
    name,
    kind: 'property',
    range: { block, start, end: Math.max(start + written.length, key.end) },
    selectionRange: { block, start, end: key.end },
    ...(detail !== undefined && { detail }),
  };
}
