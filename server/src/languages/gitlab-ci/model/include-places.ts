import type { OffsetRange } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { summarizeFile } from './file-summary.ts';
import { projectRootOf, resolveInclude } from './include-graph.ts';

/** A text of a file that names included files. */
export interface IncludePlace {
  readonly range: OffsetRange;
  /** The files that it leads to: one, unless it is a wildcard or stands for all files of a project. */
  readonly paths: readonly string[];
}

/** Where a file names others that it includes or starts as child pipelines. */
export function includePlaces(snapshot: Snapshot, file: YamlFile): readonly IncludePlace[] {
  const { includes, jobs } = summarizeFile(file);
  const items = [...includes, ...[...jobs.values()].flatMap((job) => job.triggers)];
  if (items.length === 0) return [];
  const root = projectRootOf(snapshot, file.path);
  return items.flatMap((item) => {
    const target = resolveInclude(snapshot, root, item, file.path);
    if (target.state !== 'files') return [];
    const own = item.kind === 'project' && item.files.length === target.paths.length ? item.files : [];
    const places = own.map(({ at }, index) => ({ at, paths: target.paths.slice(index, index + 1) }));
    return [...places, { at: item.at, paths: target.paths }].flatMap(({ at, paths }): IncludePlace[] => {
      const range = file.rangeOf(at);
      return range === undefined ? [] : [{ range, paths }];
    });
  });
}

/** The place under the cursor. */
export function includePlaceAt(snapshot: Snapshot, file: YamlFile, offset: number): IncludePlace | undefined {
  return includePlaces(snapshot, file).find(({ range }) => range.start <= offset && offset <= range.end);
}
