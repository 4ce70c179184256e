import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlEntry } from '../../../yaml/node.ts';
import { fieldsOf } from './follow.ts';
import type { Pipeline } from './pipeline.ts';

/** What the steps of a `!reference` behind the first lead to: the entry where it is written, in the definition that wins. */
export function referencedEntry(
  pipeline: Pipeline,
  [name = '', ...steps]: readonly string[],
): { readonly file: YamlFile; readonly entry: YamlEntry } | undefined {
  for (const { file, job } of pipeline.definitions.get(name)?.toReversed() ?? []) {
    const summary = pipeline.summaries.find((each) => each.file === file)?.summary;
    let entry: YamlEntry | undefined;
    let node = job.value;
    for (const step of steps) {
      entry = summary && fieldsOf(node, summary.anchors).get(step);
      node = entry?.value;
    }
    if (entry !== undefined) return { file, entry };
  }
  return undefined;
}
