import type { Cursor } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Location } from '../base/range.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/definition`. */
export function definition(snapshot: Snapshot, cursor: Cursor): readonly Location[] {
  return languageOf(snapshot, cursor.file)?.definition?.(snapshot, cursor) ?? [];
}
