import type { Highlight } from '../languages/editing.ts';
import type { Cursor } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/documentHighlight`. */
export function documentHighlight(snapshot: Snapshot, cursor: Cursor): readonly Highlight[] {
  return languageOf(snapshot, cursor.file)?.highlights?.(snapshot, cursor) ?? [];
}
