import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { DocumentLink } from '../../language.ts';
import { includeGraph, projectRootOf, resolveInclude } from '../model/include-graph.ts';
import { summarizeFile } from '../model/file-summary.ts';

/** The local files that a file includes or starts as child pipelines; a wildcard leads to many and is no link. */
export function links(snapshot: Snapshot, file: YamlFile): readonly DocumentLink[] {
  const { includes, jobs } = summarizeFile(file);
  const items = [...includes, ...[...jobs.values()].flatMap((job) => job.triggers)];
  if (items.length === 0) return [];
  const { projectRoot } = includeGraph(snapshot, `${projectRootOf(snapshot, file.path)}/.gitlab-ci.yml`);
  return items.flatMap((item) => {
    const range = file.rangeOf(item.at);
    const target = resolveInclude(snapshot, projectRoot, item);
    const [path, second] = target.state === 'files' ? target.paths : [];
    return range === undefined || path === undefined || second !== undefined ? [] : [{ range, path }];
  });
}
