import type { CodeAction } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { OffsetRange } from '../base/range.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/codeAction` for what the range touches. */
export function codeAction(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly CodeAction[] {
  return languageOf(snapshot, file)?.actions?.(snapshot, file, range) ?? [];
}
