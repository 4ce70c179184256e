import type { FoldingRange } from '../languages/editing.ts';
import { isText, isTooLong, type YamlFile } from '../yaml/file.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { foldsOfComments, foldsOfDocuments, foldsOfNodes } from './folds.ts';
import { languageOf } from './language-of.ts';

/**
 * Answers `textDocument/foldingRange`: collections, texts of several lines, comments, regions and documents, which any YAML
 * file has, and what the file's language adds.
 */
export function foldingRange(snapshot: Snapshot, file: YamlFile): readonly FoldingRange[] {
  if (!isText(file.text) || isTooLong(file)) return [];
  const found = new Map<number, FoldingRange>();
  // Of several that begin on a line the editor takes one: the widest, as that is the one the line introduces.
  const own = languageOf(snapshot, file)?.folds?.(file) ?? [];
  for (const fold of [...own, ...foldsOfDocuments(file), ...foldsOfNodes(file), ...foldsOfComments(file)]) {
    const before = found.get(fold.startLine);
    if (fold.endLine > fold.startLine && (before === undefined || before.endLine < fold.endLine)) {
      found.set(fold.startLine, fold);
    }
  }
  return [...found.values()].sort((left, right) => left.startLine - right.startLine);
}
