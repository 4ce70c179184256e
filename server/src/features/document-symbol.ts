import type { OffsetRange } from '../base/range.ts';
import type { DocumentSymbol, SymbolRange } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/documentSymbol`. */
export function documentSymbol(snapshot: Snapshot, file: YamlFile): readonly DocumentSymbol[] {
  return languageOf(snapshot, file)?.symbols?.(snapshot, file) ?? [];
}

/** Where a symbol's range is in this version of the file. */
export function rangeOfSymbol(file: YamlFile, { block, start, end }: SymbolRange): OffsetRange {
  return (block && file.rangeOf({ block, start, end })) ?? { start, end };
}
