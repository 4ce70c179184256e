import { jsonText } from '../../../base/json.ts';
import type { DataRecord } from '../../../base/record.ts';
import { includeAddress, isIncludePath, type IncludeAddress } from '../../../workspace/include-address.ts';
import type { ProjectHome } from '../../../workspace/included-file.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { readConfigurationValue } from '../configuration/configuration-value.ts';
import { summarizeFile } from './file-summary.ts';
import type { ChildStart, IncludeGraph } from './include-graph.ts';

/** What such an entry file is called in the place of a path; no file is. */
export const ENTRY_ELSEWHERE = 'include:';

/** The text of an entry file that is none. */
interface EntryText {
  readonly path: string;
  readonly text: string;
}

/**
 * The entry file that GitLab writes where a pipeline does not start from one file of the repository: nothing but the
 * includes of a child pipeline (app/models/ci/bridge.rb, `yaml_for_downstream`), or that of the file elsewhere which the
 * project's settings name (lib/gitlab/ci/project_config). Undefined for a pipeline whose entry is a file.
 */
export function entryText(
  snapshot: Snapshot,
  { start, entry, projectRoot }: Pick<IncludeGraph, 'start' | 'entry' | 'projectRoot'>,
): EntryText | undefined {
  if (start !== undefined)
    return start.paths.every((path) => path === entry && !isIncludePath(path)) ? undefined : ofChild(snapshot, start);
  const include = settingsInclude(includeAddress(entry), () => snapshot.projectHome(projectRoot));
  return include && { path: ENTRY_ELSEWHERE, text: `${jsonText({ include })}\n` };
}

function settingsInclude(
  address: IncludeAddress | undefined,
  home: () => ProjectHome | undefined,
): DataRecord | undefined {
  if (address?.kind === 'remote') return { remote: address.url };
  if (address?.kind !== 'project') return undefined;
  const { instance, project, ref, path } = address;
  const known = home();
  return known?.state === 'known' && known.instance === instance ? { project, ref, file: path } : undefined;
}

function ofChild(snapshot: Snapshot, start: ChildStart): EntryText {
  const nodes = new Map<YamlNode, string>();
  for (const { inclusion } of start.includes) nodes.set(inclusion.item.node, inclusion.from);
  const values = [...nodes].flatMap(([node, from]) => {
    const state = snapshot.file(from);
    return state.state === 'loaded' ? [valueIn(state.file, node)] : [];
  });
  return { path: ENTRY_ELSEWHERE, text: `${jsonText({ include: values })}\n` };
}

function valueIn(file: YamlFile, node: YamlNode): unknown {
  const { anchors } = summarizeFile(file);
  return readConfigurationValue(node, { file, anchors, origins: new WeakMap() }).value;
}
