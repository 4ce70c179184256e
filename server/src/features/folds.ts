import type { FoldingRange } from '../languages/editing.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { YamlBlock, YamlNode } from '../yaml/node.ts';

/** Lines of a block, from its first. */
type BlockFold = readonly [startLine: number, endLine: number];

const foldsOfBlock = new WeakMap<YamlBlock, readonly BlockFold[]>();

/** Keys and dashes with what stands below them. */
export function foldsOfNodes(file: YamlFile): FoldingRange[] {
  return file.documents.flatMap(({ document }) =>
    document.blocks.flatMap((block) => {
      const start = file.rangeOf({ block, start: 0, end: 0 })?.start;
      const line = start === undefined ? 0 : file.lines.positionAt(start).line;
      return blockFolds(block).map(([first, last]) => ({ startLine: line + first, endLine: line + last }));
    }),
  );
}

/** More than one document: each from its marker. */
export function foldsOfDocuments({ documents, lines, text }: YamlFile): FoldingRange[] {
  if (documents.length < 2) return [];
  return documents.flatMap(({ start, end }) => {
    const markerLine = Math.max(0, lines.positionAt(start).line - (text.startsWith('---', start) ? 0 : 1));
    const startLine = text.startsWith('---', lines.lineStart(markerLine)) ? markerLine : lines.positionAt(start).line;
    return [{ startLine, endLine: lastLine(text, lines, end) }];
  });
}

const REGION = /^[ \t]*#[ \t]*(?:#?)(region|endregion)\b/;

/** Comments of several lines, and what stands between `# region` and `# endregion`. */
export function foldsOfComments({ text, lines }: YamlFile): FoldingRange[] {
  if (!text.includes('#')) return [];
  const folds: FoldingRange[] = [];
  const regions: number[] = [];
  let commentStart: number | undefined;
  for (let line = 0; line < lines.lineCount; line++) {
    const mark = commentAt(text, lines.lineStart(line), lines.lineEnd(line));
    if (mark === 'region') regions.push(line);
    const opened = mark === 'endregion' ? regions.pop() : undefined;
    if (opened !== undefined) folds.push({ startLine: opened, endLine: line, kind: 'region' });
    if (mark === 'comment') {
      commentStart ??= line;
    } else if (commentStart !== undefined) {
      folds.push({ startLine: commentStart, endLine: line - 1, kind: 'comment' });
      commentStart = undefined;
    }
  }
  if (commentStart !== undefined)
    folds.push({ startLine: commentStart, endLine: lines.lineCount - 1, kind: 'comment' });
  return folds;
}

function commentAt(text: string, start: number, end: number): 'comment' | 'region' | 'endregion' | undefined {
  let at = start;
  while (at < end && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  if (text.charCodeAt(at) !== 0x23 || at >= end) return undefined;
  const region = REGION.exec(text.slice(start, end))?.[1];
  return region === 'region' || region === 'endregion' ? region : 'comment';
}

function blockFolds(block: YamlBlock): readonly BlockFold[] {
  const known = foldsOfBlock.get(block);
  if (known !== undefined) return known;
  const folds: BlockFold[] = [];
  const lineOf = lineCounter(block.text);
  const fold = (from: number, to: number): void => {
    const first = lineOf(from);
    // The end of what stands on one line is not looked for: that goes through the line.
    const last = lineOf(to) === first ? first : lineOf(endOfContent(block.text, to));
    if (last > first) folds.push([first, last]);
  };
  collect(block.root, fold);
  foldsOfBlock.set(block, folds);
  return folds;
}

/** An entry folds at its key, an item at its dash, which stands in the line of the item. */
function collect(node: YamlNode | undefined, fold: (from: number, to: number) => void): void {
  if (node?.kind === 'mapping') {
    for (const { key, value } of node.entries) {
      if (value !== undefined) fold(key.start, value.end);
      collect(value, fold);
    }
  } else if (node?.kind === 'sequence') {
    for (const item of node.items) {
      if (item === undefined) continue;
      fold(item.start, item.end);
      collect(item, fold);
    }
  }
}

/** A collection's range goes on to the next key: without the blank lines and comments there. */
function endOfContent(text: string, end: number): number {
  let last = end;
  while (last > 0) {
    const lineStart = text.lastIndexOf('\n', last - 1) + 1;
    const line = text.slice(lineStart, last).trim();
    if (line !== '' && !line.startsWith('#')) return lineStart + text.slice(lineStart, last).trimEnd().length;
    if (lineStart === 0) return last;
    last = lineStart - 1;
  }
  return last;
}

/** Counts lines of a text; offsets that grow are answered from the last one on. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

function lastLine(text: string, lines: YamlFile['lines'], end: number): number {
  return lines.positionAt(endOfContent(text, end)).line;
}
