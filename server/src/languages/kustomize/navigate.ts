import type { Location } from '../../base/range.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import type { Cursor, DocumentLink } from '../language.ts';
import { readKustomization } from './kustomization.ts';
import { spanOf, targetFile } from './target.ts';

/** The file under the cursor, or the kustomization file of the folder. */
export function definition(snapshot: Snapshot, { file, offset }: Cursor): readonly Location[] {
  return links(snapshot, file)
    .filter(({ range }) => range.start <= offset && offset <= range.end)
    .map(({ path }) => ({ path, range: { start: 0, end: 0 } }));
}

/** A link for each path that leads to a file of the workspace. */
export function links(snapshot: Snapshot, file: YamlFile): readonly DocumentLink[] {
  const { references, folder } = readKustomization(file);
  return references.flatMap((reference) => {
    const range = file.rangeOf(spanOf(reference));
    const path = targetFile(snapshot, folder, reference);
    return range === undefined || path === undefined ? [] : [{ range, path }];
  });
}
