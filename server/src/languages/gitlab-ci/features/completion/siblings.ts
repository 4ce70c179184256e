import { documentAt, type YamlFile } from '../../../../yaml/file.ts';
import { entriesOf, scalarText } from '../../../../yaml/node.ts';
import { unquoted } from './flow.ts';
import { indentOf, isBlank, structuresOf, valueColumn } from './line-structure.ts';

/** The keys in the same column above and below, up to where the mapping ends, with the text behind each on its line. */
export function siblingKeys(file: YamlFile, line: number, column: number): Map<string, string> {
  return column === 0 ? topLevelKeys(file, line) : keysAround(file, line, column);
}

/** A file may have thousands of top-level entries, which the parser knows already. */
function topLevelKeys(file: YamlFile, line: number): Map<string, string> {
  const start = file.lines.lineStart(line);
  const keys = new Map<string, string>();
  for (const { key, value } of entriesOf(documentAt(file, start)?.document.root)) {
    const name = scalarText(key);
    if (name !== undefined && file.rangeOf(key)?.start !== start) keys.set(name, scalarText(value) ?? '');
  }
  return keys;
}

/** How the next line begins that says something; undefined at the end of a document. */
export function lineBelow(
  { text, lines }: Pick<YamlFile, 'text' | 'lines'>,
  line: number,
): { readonly indentation: number; readonly isItem: boolean } | undefined {
  for (let index = line + 1; index < lines.lineCount; index++) {
    const below = text.slice(lines.lineStart(index), lines.lineEnd(index));
    if (isBlank(below)) continue;
    const indentation = indentOf(below);
    return /^(?:---|\.\.\.)/.test(below) ? undefined : { indentation, isItem: /^\s*-(?:\s|$)/.test(below) };
  }
  return undefined;
}

/** The items of a block list beside the cursor's, whose dashes stand in the same column. */
export function siblingItems(file: YamlFile, line: number, column: number): string[] {
  const items: string[] = [];
  const isInside = (index: number): boolean => {
    const text = file.text.slice(file.lines.lineStart(index), file.lines.lineEnd(index));
    if (isBlank(text)) return true;
    const isItem = structuresOf(text).some((structure) => structure.column === column && structure.step === '-');
    if (isItem)
      items.push(
        unquoted(
          text
            .slice(column + 1)
            .replace(/\s#.*$/, '')
            .trim(),
        ),
      );
    return isItem || indentOf(text) > column;
  };
  for (let index = line - 1; index >= 0 && isInside(index); index--);
  for (let index = line + 1; index < file.lines.lineCount && isInside(index); index++);
  return items;
}

function keysAround(file: YamlFile, line: number, column: number): Map<string, string> {
  const keys = new Map<string, string>();
  const isInside = (index: number, isBelow: boolean): boolean => {
    const text = file.text.slice(file.lines.lineStart(index), file.lines.lineEnd(index));
    if (isBlank(text)) return true;
    const structures = structuresOf(text);
    const key = structures.find((structure) => structure.column === column && structure.step !== '-');
    const indentation = indentOf(text);
    // The dash before the first key of an item ends the mapping above it; below, it begins the next item.
    if (key !== undefined && !(isBelow && indentation < column))
      keys.set(key.step, text.slice(valueColumn(text, column)));
    return indentation >= column;
  };
  for (let index = line - 1; index >= 0 && isInside(index, false); index--);
  for (let index = line + 1; index < file.lines.lineCount && isInside(index, true); index++);
  return keys;
}
