import type { Cursor } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Location } from '../base/range.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/references`. */
export function references(snapshot: Snapshot, cursor: Cursor): readonly Location[] {
  return languageOf(snapshot, cursor.file)?.references?.(snapshot, cursor) ?? [];
}
