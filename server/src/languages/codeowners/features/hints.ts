import type { OffsetRange } from '../../../base/range.ts';
import { counted } from '../../../base/words.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { InlayHint } from '../../language.ts';
import { coveredEntries } from '../coverage.ts';
import type { OwnersFile } from '../owners-file.ts';
import { repositoryTree } from '../repository.ts';

/** Behind each entry in sight: how many files it owns. */
export function hints(model: OwnersFile, snapshot: Snapshot, { start, end }: OffsetRange): readonly InlayHint[] {
  const tree = snapshot.settings.hints.owners ? repositoryTree(snapshot, model.file.path) : undefined;
  if (tree === undefined) return [];
  return coveredEntries(tree, model).flatMap(({ entry, fitting, owned }) => {
    const offset = model.file.lines.lineEnd(entry.lineNumber);
    if (entry.lineStart > end || offset < start || fitting.length === 0) return [];
    if (entry.line.isExclusion) return [{ offset, label: `${counted(fitting.length, 'file')} out` }];
    const all = counted(fitting.length, 'file');
    return [{ offset, label: owned === fitting.length ? all : `${owned} of ${all}` }];
  });
}
