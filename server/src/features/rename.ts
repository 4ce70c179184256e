import type { Result } from '../base/result.ts';
import type { RenamePlace } from '../languages/editing.ts';
import type { Cursor, TextEdit } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/prepareRename`; undefined where nothing has a name, a failure where it cannot be changed. */
export function prepareRename(snapshot: Snapshot, cursor: Cursor): Result<RenamePlace> | undefined {
  return languageOf(snapshot, cursor.file)?.prepareRename?.(snapshot, cursor);
}

/** Answers `textDocument/rename`. */
export function rename(snapshot: Snapshot, cursor: Cursor, name: string): Result<readonly TextEdit[]> | undefined {
  return languageOf(snapshot, cursor.file)?.rename?.(snapshot, cursor, name);
}
