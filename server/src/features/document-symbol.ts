import type { OffsetRange } from '../base/range.ts';
import type { DocumentSymbol, SymbolRange } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** An outline of more entries than that helps nobody, and takes the editor seconds to draw. */
const MOST_SYMBOLS = 5000;

/** Answers `textDocument/documentSymbol`; the last of too many says how many there are more. */
export function documentSymbol(snapshot: Snapshot, file: YamlFile): readonly DocumentSymbol[] {
  const symbols = languageOf(snapshot, file)?.symbols?.(snapshot, file) ?? [];
  const [next] = symbols.slice(MOST_SYMBOLS);
  if (next === undefined) return symbols;
  const { kind, range, selectionRange } = next;
  const rest = { name: `… and ${symbols.length - MOST_SYMBOLS} more`, kind, range, selectionRange };
  return [...symbols.slice(0, MOST_SYMBOLS), rest];
}

/** Where a symbol's range is in this version of the file. */
export function rangeOfSymbol(file: YamlFile, { block, start, end }: SymbolRange): OffsetRange {
  return (block && file.rangeOf({ block, start, end })) ?? { start, end };
}
