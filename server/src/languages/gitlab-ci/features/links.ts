import { isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { DocumentLink } from '../../language.ts';
import { includePlaces } from '../model/include-places.ts';

/**
 * The files that a file includes or starts as child pipelines, from elsewhere as well. A wildcard leads to many and is no
 * link, nor is what could not be read.
 */
export function links(snapshot: Snapshot, file: YamlFile): readonly DocumentLink[] {
  const seen = new Set<string>();
  return includePlaces(snapshot, file).flatMap(({ range, paths }) => {
    const [path, second] = paths;
    if (path === undefined || second !== undefined || seen.has(path)) return [];
    seen.add(path);
    // Editors ask for links once; what is being read is there when somebody follows its link.
    const isGone = isIncludePath(path) && snapshot.file(path).state === 'unreadable';
    return isGone ? [] : [{ range, path }];
  });
}
