import type { InlayHint } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { OffsetRange } from '../base/range.ts';
import type { YamlFile } from '../yaml/file.ts';
import { driftHints } from './drift.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/inlayHint` for the part of the file that the editor shows. */
export function inlayHint(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly InlayHint[] {
  const own = languageOf(snapshot, file)?.hints?.(snapshot, file, range) ?? [];
  return [...own, ...driftHints(snapshot, file, range)];
}
