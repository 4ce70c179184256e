import type { Rule } from '../../language.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import { rootOf, type Snapshot } from '../../../workspace/snapshot.ts';
import { valueOf, type YamlNode } from '../../../yaml/node.ts';
import type { FileSummary } from '../model/file-summary.ts';
import { fieldsOf, type Anchors } from '../model/follow.ts';
import { hasYamlName, includeItems, isGlob, type IncludeItem } from '../model/include-items.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/yaml/#includelocal: a file of the same repository, its path from the repository's root. */
export const includeMissingFile: Rule<Pipeline> = {
  code: 'gitlab-ci/include-missing-file',
  severity: 'error',
  *check(pipeline, snapshot) {
    const { graph, own, file } = pipeline;
    // A file that no known pipeline includes may count its paths from another root.
    if (!graph.entry.endsWith('/.gitlab-ci.yml') && !graph.paths.has(file.path)) return;
    if (graph.entry === file.path && !pipeline.isEntry) return;
    const items = [...ofHeader(own), ...own.includes, ...[...own.jobs.values()].flatMap((job) => job.triggers)];
    for (const item of items) {
      // With `rules` GitLab reads the file only when one matches, and `exists` is there to ask for the file first.
      if (item.kind !== 'local' || item.conditional || !hasYamlName(item.target)) continue;
      if (resolveInclude(snapshot, graph.projectRoot, item, file.path).state !== 'missing') continue;
      const text = message(snapshot, graph.projectRoot, item);
      // GitLab goes on without a file where none fits a wildcard.
      yield { at: item.at, message: text, ...(isGlob(item.target) && { severity: 'warning' as const }) };
    }
  },
};

/** `spec:include`, which names files of inputs. */
function ofHeader({ header }: FileSummary): readonly IncludeItem[] {
  const spec = fieldsOf(valueOf(header?.root, 'spec'), header?.anchors ?? NO_ANCHORS);
  return header === undefined ? [] : includeItems(spec.get('include')?.value, header.anchors);
}

const NO_ANCHORS: Anchors = new Map<string, YamlNode>();

function message(snapshot: Snapshot, projectRoot: string, item: IncludeItem): string {
  if (isGlob(item.target)) return `No YAML file of this repository matches '${item.target}', so this includes nothing`;
  const files = snapshot.filesBelow(rootOf(snapshot, `${projectRoot}/.`)) ?? [];
  const local = files.filter((path) => path.startsWith(`${projectRoot}/`) && /\.ya?ml$/i.test(path));
  const wanted = item.target.replace(/^\/+/, '');
  const near = nearestName(
    wanted,
    local.map((path) => path.slice(projectRoot.length + 1)),
  );
  const proposal = near === undefined ? '' : `; did you mean '${near}'?`;
  return `File '${wanted}' does not exist in this repository${proposal || '; paths count from its root'}`;
}
