import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Span, YamlEntry } from '../../../yaml/node.ts';
import { givenInputs, inputsOfFile, type FileInputs } from '../model/file-inputs.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** One included file of this repository, what it declares and what it is given. */
interface IncludeWithInputs {
  readonly target: string;
  readonly at: Span;
  readonly given: ReadonlyMap<string, YamlEntry>;
  readonly inputs: FileInputs;
}

/** The local includes and child pipelines of a file whose inputs are known on both sides. */
export function* includesWithInputs(pipeline: Pipeline, snapshot: Snapshot): Generator<IncludeWithInputs> {
  const { own, graph } = pipeline;
  for (const item of [...own.includes, ...[...own.jobs.values()].flatMap((job) => job.triggers)]) {
    const target = resolveInclude(snapshot, graph.projectRoot, item);
    const given = item.kind === 'local' ? givenInputs(item.node, own.anchors) : undefined;
    if (target.state !== 'files' || given === undefined) continue;
    for (const path of target.paths) {
      const state = snapshot.file(path);
      const inputs = state.state === 'loaded' ? inputsOfFile(summarizeFile(state.file)) : undefined;
      if (inputs !== undefined) yield { target: item.target, at: item.at, given, inputs };
    }
  }
}
