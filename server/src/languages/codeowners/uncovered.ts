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
interface UncoveredPattern {
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

/** While somebody types, a pattern changes with each key. */
const MAX_KNOWN = 100_000;

type Fault = Pick<UncoveredPattern, 'kind' | 'meant'>;

/** By the pattern as it is written; undefined where all is well, and where it cannot be known. */
const knownOf = new WeakMap<FileTree, Map<string, Fault | undefined>>();

/** None while the files of the repository are not known, or where there is none to own yet. */
export function* uncoveredPatterns({ entries, file }: OwnersFile, snapshot: Snapshot): Generator<UncoveredPattern> {
  const tree = repositoryTree(snapshot, file.path);
  if (tree === undefined || tree.paths.every(isOwnersPath)) return;
  const known = knownOf.get(tree) ?? new Map<string, Fault | undefined>();
  knownOf.set(tree, known);
  if (known.size > MAX_KNOWN) known.clear();
  const budget: Budget = { left: MAX_STEPS };
  for (const entry of entries) {
    const { pattern, patternRange, isExclusion } = entry.line;
    if (!known.has(pattern)) known.set(pattern, faultOf(tree, entry.line, budget));
    const fault = known.get(pattern);
    if (fault === undefined) continue;
    const start = patternRange.start + (isExclusion ? 1 : 0);
    yield { pattern, range: placed(entry, { start, end: patternRange.end }), ...fault };
  }
}

function faultOf(tree: FileTree, line: EntryLine, budget: Budget): Fault | undefined {
  const kind = look(tree, line, budget);
  if (kind === undefined) return undefined;
  if (kind !== 'nothing') return { kind, meant: contentsOf(line.pattern) };
  // To compare a name with all others of a folder costs about as much as a thousand looks at a file.
  budget.left -= 1_000;
  return { kind, meant: budget.left < 0 ? undefined : nearestPath(tree, line.pattern) };
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
