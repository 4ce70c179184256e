import type { YamlFile } from '../../../../yaml/file.ts';
import type { Request } from './proposal.ts';
import { lineBelow, siblingItems } from './siblings.ts';

/** Where no word can be written, whatever the keyword data say: a comment, the indentation of what stands there already. */
export function isNoPlace(file: YamlFile, offset: number): boolean {
  return isComment(file.text, offset) || isInIndentation(file, offset);
}

/** A number sign after a space, outside of quotes. */
function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /(?:^|\s)#/.test(line.replaceAll(/"(?:[^"\\]|\\.)*"?|'[^']*'?/g, ''));
}

/** In the indentation of what is written already: another column would mean another place. */
function isInIndentation({ text, lines }: YamlFile, offset: number): boolean {
  const { line } = lines.positionAt(offset);
  const before = text.slice(lines.lineStart(line), offset);
  const rest = text.slice(offset, lines.lineEnd(line));
  if (before.trim() !== '') return /^\s*(?:-\s+)*-?$/.test(before) && /^\s+[^\s#]/.test(rest);
  if (rest.trim() !== '') return /^(?:\s|#|-(?:\s|$))/.test(rest);
  const below = lineBelow({ text, lines }, line);
  return below !== undefined && below.indentation > before.length;
}

/** The value of the key before the cursor is written on the lines below. */
export function isFilledBelow({ position, file, offset }: Request): boolean {
  const { typed, flow, quote, places, path } = position;
  const holder = places.at(-1);
  if (typed !== '' || flow !== undefined || quote !== undefined || holder === undefined || path.at(-1) === '-')
    return false;
  const { line } = file.lines.positionAt(offset);
  const below = file.text.slice(offset, file.lines.lineEnd(line)).trim() === '' ? lineBelow(file, line) : undefined;
  if (below === undefined) return false;
  return below.indentation > holder.column || (below.isItem && below.indentation === holder.column);
}

/** Keys and the dashes of the list of one of them stand in one column: between them only a dash fits. */
export function isAmongItems({ file, offset, position }: Request): boolean {
  const below = lineBelow(file, file.lines.positionAt(offset).line);
  return below?.isItem === true && below.indentation === position.begin && position.siblings.size > 0;
}

/** An item of the list stands above or below in the same column. */
export function isListBegun({ file, offset, position }: Request): boolean {
  return siblingItems(file, file.lines.positionAt(offset).line, position.begin).length > 0;
}
