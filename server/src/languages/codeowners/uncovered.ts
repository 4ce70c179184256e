import type { OffsetRange } from '../../base/range.ts';
import { isOwnersPath } from '../../workspace/owners-paths.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { filesThatFit, type Budget, type FileTree } from './file-tree.ts';
import { placed, type Entry, type OwnersFile } from './owners-file.ts';
import { compilePattern, normalizePattern } from './pattern.ts';
import { repositoryTree } from './repository.ts';

/** A pattern that fits less than it seems to. */
export interface UncoveredPattern {
  /** As written. */
  readonly pattern: string;
  readonly range: OffsetRange;
  /** Nothing fits at all; a folder does and no file; or what lies directly in a folder and nothing deeper. */
  readonly kind: 'nothing' | 'folder' | 'shallow';
  /** The pattern for all that is in the folder, as it would be written. */
  readonly meant: string;
}

type Kind = UncoveredPattern['kind'] | 'fine' | 'unknown';

const MAX_LOOKS = 10_000_000;
const MAX_KNOWN = 3_000;
const known = new WeakMap<FileTree, Map<string, Kind>>();

/** None while the files of the repository are not known, or where there is none to own yet. */
export function* uncoveredPatterns({ entries, file }: OwnersFile, snapshot: Snapshot): Generator<UncoveredPattern> {
  const tree = repositoryTree(snapshot, file.path);
  if (tree === undefined || tree.paths.every(isOwnersPath)) return;
  const budget: Budget = { left: MAX_LOOKS };
  for (const entry of entries) {
    const kind = kindOf(tree, entry, budget);
    if (kind === 'fine' || kind === 'unknown') continue;
    const { line } = entry;
    const start = line.patternRange.start + (line.isExclusion ? 1 : 0);
    const range = placed(entry, { start, end: line.patternRange.end });
    yield { pattern: line.pattern, range, kind, meant: contentsOf(line.pattern) };
  }
}

function kindOf(tree: FileTree, { line: { pattern, normalized } }: Entry, budget: Budget): Kind {
  const ofTree = known.get(tree) ?? new Map<string, Kind>();
  known.set(tree, ofTree);
  const before = ofTree.get(normalized);
  if (before !== undefined) return before;
  const kind = look(tree, pattern, budget);
  if (kind === 'unknown') return kind;
  if (ofTree.size >= MAX_KNOWN) ofTree.clear();
  ofTree.set(normalized, kind);
  return kind;
}

function look(tree: FileTree, pattern: string, budget: Budget): Kind {
  const count = (written: string): number =>
    filesThatFit(tree, compilePattern(normalizePattern(written)), budget)?.length ?? 0;
  const fitting = count(pattern);
  const isShallow = pattern.endsWith('/**');
  const inFolder = fitting > 0 && !isShallow ? 0 : count(contentsOf(pattern));
  if (budget.left < 0) return 'unknown';
  if (isShallow && inFolder > fitting) return 'shallow';
  if (fitting > 0) return 'fine';
  return inFolder > 0 && !pattern.endsWith('/') ? 'folder' : 'nothing';
}

function contentsOf(pattern: string): string {
  return `${pattern.replace(/\/\*\*$/, '').replace(/\/$/, '')}/`;
}
