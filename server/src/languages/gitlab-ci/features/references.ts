import type { Location } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Highlight } from '../../editing.ts';
import type { Cursor } from '../../language.ts';
import { meaningAt } from '../occurrences/meaning.ts';

/** Every place that names the job, stage, variable, input or anchor under the cursor, its declarations first. */
export function references(snapshot: Snapshot, cursor: Cursor): readonly Location[] {
  const places = meaningAt(snapshot, cursor)?.places ?? [];
  return places.map(({ part, range }) => ({ path: part.file.path, range }));
}

/** The same, in the cursor's own file. */
export function highlights(snapshot: Snapshot, cursor: Cursor): readonly Highlight[] {
  const places = meaningAt(snapshot, cursor)?.places ?? [];
  return places
    .filter(({ part }) => part.file === cursor.file)
    .map(({ range, occurrence }) => ({ range, isDeclaration: occurrence.isDeclaration }));
}
