import type { Completion, Cursor } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

import { languageOf } from './language-of.ts';

/** Answers `textDocument/completion`. */
export function completion(snapshot: Snapshot, cursor: Cursor): readonly Completion[] {
  return languageOf(snapshot, cursor.file)?.complete?.(snapshot, cursor) ?? [];
}
