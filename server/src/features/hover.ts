import type { Cursor, Hover } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

import { languageOf } from './language-of.ts';

/** Answers `textDocument/hover`; undefined where there is nothing to tell. */
export function hover(snapshot: Snapshot, cursor: Cursor): Hover | undefined {
  return languageOf(snapshot, cursor.file)?.hover?.(snapshot, cursor);
}
