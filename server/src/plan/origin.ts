import type { OffsetRange } from '../base/range.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { ObjectSource, ResourceChange } from './model.ts';
import { locate, type Origin } from './origin/locate.ts';
import { openPlace } from './origin/place.ts';
import { transformerOrigin } from './origin/transformers.ts';
import type { Path } from './path.ts';

export type { Origin } from './origin/locate.ts';

/**
 * Where a field of an object is decided: by `images`, `replicas` or `replacements` of a kustomization file, by a patch, by the object's own document or by its generator. Resolves
 * against the present texts, so a report outlives edits. Undefined when no file of the object is at hand.
 */
export function originOf(
  resource: Pick<ResourceChange, 'source' | 'patches' | 'kustomizations'>,
  path: Path,
  fileAt: (path: string) => YamlFile | undefined,
): Origin | undefined {
  const { source, patches = [] } = resource;
  const places = [...patches, ...(source ? [source] : [])].flatMap((place) => openPlace(place, fileAt) ?? []);
  const byTransformer = transformerOrigin(resource, path, places, fileAt);
  if (byTransformer) return byTransformer;
  const found = places.map((place) => locate(place, path));
  return found.find((origin) => origin?.isExact === true) ?? found.at(-1);
}

/** The range of an object in the present texts: of the whole document, of an item of a list, of a generator's entry. */
export function sourceRange(
  source: ObjectSource,
  fileAt: (path: string) => YamlFile | undefined,
): OffsetRange | undefined {
  const place = openPlace(source, fileAt);
  return place?.root && place.rangeOf(place.root);
}
