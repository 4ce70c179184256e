import type { OffsetRange } from '../base/range.ts';
import type { DocumentSymbol, SymbolRange } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** An outline of more entries than that helps nobody, and takes the editor seconds to draw. */
const MOST_SYMBOLS = 5000;
/** The same with their properties. */
const MOST_LINES = 20_000;

/** Answers `textDocument/documentSymbol`; of too many the last one says that there are more. */
export function documentSymbol(snapshot: Snapshot, file: YamlFile): readonly DocumentSymbol[] {
  const shown: DocumentSymbol[] = [];
  let lines = 0;
  for (const symbol of languageOf(snapshot, file)?.symbols?.(snapshot, file) ?? []) {
    if (shown.length === MOST_SYMBOLS || lines > MOST_LINES) {
      const { kind, range, selectionRange } = symbol;
      return [...shown, { name: `… and more below; only ${shown.length} are shown`, kind, range, selectionRange }];
    }
    shown.push(symbol);
    lines += 1 + (symbol.children?.length ?? 0);
  }
  return shown;
}

/** Where a symbol's range is in this version of the file. */
export function rangeOfSymbol(file: YamlFile, { block, start, end }: SymbolRange): OffsetRange {
  return (block && file.rangeOf({ block, start, end })) ?? { start, end };
}
