import type { OffsetRange } from '../../base/range.ts';
import { isOwnersPath } from '../../workspace/owners-paths.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { FileTree } from './file-tree.ts';
import { fittingFiles } from './fitting-files.ts';
import type { EntryLine } from './line.ts';
import { nearestPath } from './nearest-path.ts';
import { placed, type OwnersFile } from './owners-file.ts';
import { normalizePattern, type Budget } from './pattern.ts';
import { repositoryTree } from './repository.ts';

/** A pattern that fits less than it seems to. */
export interface UncoveredPattern {
  /** As written. */
  readonly pattern: string;
  readonly range: OffsetRange;
  /** Nothing fits at all; a folder does and no file; or what lies directly in a folder and nothing deeper. */
  readonly kind: 'nothing' | 'folder' | 'shallow';
  /** The pattern that was most likely meant: for all that is in the folder, or with a name that exists. */
  readonly meant: string | undefined;
}

/** As many steps take some tenths of a second. */
const MAX_STEPS = 5_000_000;

/** None while the files of the repository are not known, or where there is none to own yet. */
export function* uncoveredPatterns({ entries, file }: OwnersFile, snapshot: Snapshot): Generator<UncoveredPattern> {
  const tree = repositoryTree(snapshot, file.path);
  if (tree === undefined || tree.paths.every(isOwnersPath)) return;
  const budget: Budget = { left: MAX_STEPS };
  for (const entry of entries) {
    const { line } = entry;
    const kind = look(tree, line, budget);
    if (kind === undefined) continue;
    const start = line.patternRange.start + (line.isExclusion ? 1 : 0);
    const range = placed(entry, { start, end: line.patternRange.end });
    const meant = kind === 'nothing' ? nearestPath(tree, line.pattern) : contentsOf(line.pattern);
    yield { pattern: line.pattern, range, kind, meant };
  }
}

/** Undefined where all is well, and where it cannot be known. */
function look(
  tree: FileTree,
  { pattern, normalized }: EntryLine,
  budget: Budget,
): UncoveredPattern['kind'] | undefined {
  const fitting = fittingFiles(tree, normalized, budget)?.length;
  const isShallow = pattern.endsWith('/**');
  if (fitting === undefined || (fitting > 0 && !isShallow)) return undefined;
  const inFolder = fittingFiles(tree, normalizePattern(contentsOf(pattern)), budget)?.length;
  if (inFolder === undefined) return undefined;
  if (isShallow && inFolder > fitting) return 'shallow';
  if (fitting > 0) return undefined;
  return inFolder > 0 && !pattern.endsWith('/') ? 'folder' : 'nothing';
}

function contentsOf(pattern: string): string {
  return `${pattern.replace(/\/\*\*$/, '').replace(/\/$/, '')}/`;
}
