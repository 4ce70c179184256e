import { perSnapshot } from '../../../workspace/derived.ts';
import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { entryText } from '../model/entry-text.ts';
import { entryPaths } from '../model/include-graph.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { mergePipeline, type MergedPipeline } from './merge-pipeline.ts';

/** A merged pipeline of a snapshot. */
interface SnapshotMerge extends MergedPipeline {
  /** Something is not read or looked for yet, so that the next snapshot knows more. */
  readonly isPending: boolean;
  /** The files that were asked for, there or not. */
  readonly asked: readonly string[];
}

/**
 * The merged pipeline that a file belongs to, with its entry file (the first of several) and the folder that its paths
 * count from. `written`: the entry file that GitLab writes where there are several.
 */
export function mergedPipelineOf(
  snapshot: Snapshot,
  file: YamlFile,
): {
  readonly entry: string;
  readonly written: ReturnType<typeof entryText>;
  readonly projectRoot: string;
  readonly merged: SnapshotMerge;
} {
  const { graph } = analyzePipeline(file, snapshot);
  const [entry = graph.entry] = entryPaths(graph.entry);
  const written = entryText(snapshot, graph);
  return { entry, written, projectRoot: graph.projectRoot, merged: mergedOf(snapshot, { graph }) };
}

/**
 * The merged pipeline that a file belongs to, as for a push to the default branch; once for a snapshot. Nothing is
 * merged before somebody asks.
 */
export function mergedOf(snapshot: Snapshot, { graph }: Pick<Pipeline, 'graph'>): SnapshotMerge {
  return merge(snapshot, graph.entry, graph);
}

const merge = perSnapshot((snapshot, entry: string, graph: Pipeline['graph']): SnapshotMerge => {
  const { projectRoot } = graph;
  const written = entryText(snapshot, graph);
  const root = `${projectRoot}/`;
  let isPending = false;
  const asked = new Set<string>();
  const listed = snapshot.filesBelow(rootOf(snapshot, root));
  const merged = mergePipeline({
    entry: written?.path ?? (entry.startsWith(root) ? entry.slice(root.length) : entry),
    read(path) {
      if (path === written?.path) return written.text;
      asked.add(`${root}${path}`);
      const state = snapshot.file(`${root}${path}`);
      if (state.state === 'pending') isPending = true;
      return state.state === 'loaded' ? state.file : undefined;
    },
    elsewhere: {
      home() {
        const home = snapshot.projectHome(projectRoot);
        if (home === undefined) isPending = true;
        return home;
      },
      file(path) {
        asked.add(path);
        const state = snapshot.file(path);
        if (state.state === 'pending') isPending = true;
        return state;
      },
    },
    paths: listed?.filter((path) => path.startsWith(root)).map((path) => path.slice(root.length)),
    event: 'push',
    ref: 'main',
    defaultBranch: 'main',
  });
  return { ...merged, isPending, asked: [...asked] };
});
