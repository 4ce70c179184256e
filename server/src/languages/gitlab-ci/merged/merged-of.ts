import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { mergePipeline, type MergedPipeline } from './merge-pipeline.ts';

/** A merged pipeline of a snapshot. */
export interface SnapshotMerge extends MergedPipeline {
  /** Files that are not read yet, so that the next snapshot knows more. */
  readonly isPending: boolean;
}

const known = new WeakMap<Snapshot, Map<string, SnapshotMerge>>();

/**
 * The merged pipeline that a file belongs to, as for a push to the default branch; once for a snapshot. Nothing is
 * merged before somebody asks.
 */
export function mergedOf(snapshot: Snapshot, { graph }: Pick<Pipeline, 'graph'>): SnapshotMerge {
  const ofSnapshot = known.get(snapshot) ?? new Map<string, SnapshotMerge>();
  known.set(snapshot, ofSnapshot);
  const before = ofSnapshot.get(graph.entry);
  if (before !== undefined) return before;
  const merged = merge(snapshot, graph);
  ofSnapshot.set(graph.entry, merged);
  return merged;
}

function merge(snapshot: Snapshot, { entry, projectRoot }: Pipeline['graph']): SnapshotMerge {
  const root = `${projectRoot}/`;
  let isPending = false;
  const listed = snapshot.filesBelow(rootOf(snapshot, entry));
  const merged = mergePipeline({
    entry: entry.startsWith(root) ? entry.slice(root.length) : entry,
    read(path) {
      const state = snapshot.file(`${root}${path}`);
      if (state.state === 'pending') isPending = true;
      return state.state === 'loaded' ? state.file : undefined;
    },
    paths: listed?.filter((path) => path.startsWith(root)).map((path) => path.slice(root.length)),
    event: 'push',
    ref: 'main',
    defaultBranch: 'main',
  });
  return { ...merged, isPending };
}
