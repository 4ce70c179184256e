import type { DocumentLink } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/documentLink`. */
export function documentLink(snapshot: Snapshot, file: YamlFile): readonly DocumentLink[] {
  return languageOf(snapshot, file)?.links?.(snapshot, file) ?? [];
}
