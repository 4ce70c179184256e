import type { DocumentSymbol } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/documentSymbol`. */
export function documentSymbol(snapshot: Snapshot, file: YamlFile): readonly DocumentSymbol[] {
  return languageOf(snapshot, file)?.symbols?.(snapshot, file) ?? [];
}
