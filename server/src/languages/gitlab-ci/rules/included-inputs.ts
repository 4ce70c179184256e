import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Span, YamlEntry } from '../../../yaml/node.ts';
import { givenInputs, inputsOfFile, type FileInputs } from '../model/file-inputs.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** One included file, what it declares and what it is given. */
export interface IncludeWithInputs {
  readonly target: string;
  readonly at: Span;
  readonly given: ReadonlyMap<string, YamlEntry>;
  readonly inputs: FileInputs;
}

const NO_INPUTS: ReadonlyMap<string, YamlEntry> = new Map();

/** The includes and child pipelines of a file whose inputs are known on both sides. */
export function* includesWithInputs(pipeline: Pipeline, snapshot: Snapshot): Generator<IncludeWithInputs> {
  const { own, graph, file } = pipeline;
  for (const item of [...own.includes, ...[...own.jobs.values()].flatMap((job) => job.triggers)]) {
    const leads = resolveInclude(snapshot, graph.projectRoot, item, file.path);
    const given = item.node.kind === 'mapping' ? givenInputs(item.node, own.anchors) : NO_INPUTS;
    if (leads.state !== 'files' || given === undefined) continue;
    for (const path of leads.paths) {
      const state = snapshot.file(path);
      const inputs = state.state === 'loaded' ? inputsOfFile(summarizeFile(state.file)) : undefined;
      const target = isIncludePath(path) ? describeInclude(path) : item.target;
      if (inputs !== undefined) yield { target, at: item.at, given, inputs };
    }
  }
}
