import { jsonText } from '../../../base/json.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { readConfigurationValue } from '../configuration/configuration-value.ts';
import { summarizeFile } from './file-summary.ts';
import type { IncludeGraph } from './include-graph.ts';

/** What `ENTRY_OF_CHILD` is called in the place of a path; no file is. */
export const ENTRY_OF_CHILD = 'trigger:include';

/**
 * The entry file that GitLab writes for a child pipeline of several files: nothing but their includes
 * (app/models/ci/bridge.rb, `yaml_for_downstream`). Undefined for a pipeline whose entry is a file.
 */
export function entryText(
  snapshot: Snapshot,
  { start }: Pick<IncludeGraph, 'start'>,
): { readonly path: string; readonly text: string } | undefined {
  if (start === undefined || start.paths.length === 1) return undefined;
  const nodes = new Map<YamlNode, string>();
  for (const { inclusion } of start.includes) nodes.set(inclusion.item.node, inclusion.from);
  const values = [...nodes].flatMap(([node, from]) => {
    const state = snapshot.file(from);
    return state.state === 'loaded' ? [valueIn(state.file, node)] : [];
  });
  return { path: ENTRY_OF_CHILD, text: `${jsonText({ include: values })}\n` };
}

function valueIn(file: YamlFile, node: YamlNode): unknown {
  const { anchors } = summarizeFile(file);
  return readConfigurationValue(node, { file, anchors, origins: new WeakMap() }).value;
}
