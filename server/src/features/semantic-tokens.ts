import type { OffsetRange } from '../base/range.ts';
import type { SemanticToken } from '../languages/editing.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/semanticTokens` for what the range touches, in the order of the text. */
export function semanticTokens(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly SemanticToken[] {
  return languageOf(snapshot, file)?.tokens?.(file, range) ?? [];
}
