import type { YamlFile } from '../../yaml/file.ts';
import { entryOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../yaml/node.ts';
import type { ResourceChange } from '../model.ts';
import type { Path } from '../path.ts';
import { matchFieldPath } from './field-match.ts';
import { rangeOf, textAt, type Origin } from './locate.ts';
import type { Place } from './place.ts';

/**
 * Kustomize applies `replicas` and `images` after all patches, and `replacements` after these; of nested kustomizations the outermost is
 * applied last.
 */
export function transformerOrigin(
  { kustomizations = [] }: Pick<ResourceChange, 'kustomizations'>,
  path: Path,
  places: readonly Place[],
  fileAt: (path: string) => YamlFile | undefined,
): Origin | undefined {
  const transform = transformerSearch(path, places);
  const objects = places.map(identityOf);
  for (const file of kustomizations.map(fileAt).filter((known) => known !== undefined)) {
    const root = file.documents[0]?.document.root;
    const replaced = replacementField(root, path, objects);
    const entry = replaced === undefined ? transform?.(root) : undefined;
    const range = replaced ? file.rangeOf(replaced) : entry && rangeOf(file, { entry, node: entry.value });
    // What a replacement writes there is decided at its source, which may be anywhere.
    if (range) return { path: file.path, range, isExact: replaced === undefined };
  }
  return undefined;
}

interface Identity {
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

function identityOf({ root }: Place): Identity {
  return { kind: scalarText(valueOf(root, 'kind')), name: scalarText(valueOf(valueOf(root, 'metadata'), 'name')) };
}

/** The field path of the last replacement that writes to the field, or around it. */
function replacementField(root: YamlNode | undefined, path: Path, objects: readonly Identity[]): YamlNode | undefined {
  const targets = itemsOf(valueOf(root, 'replacements')).flatMap((item) => itemsOf(valueOf(item, 'targets')));
  const fields = targets
    .filter((target) => isSelected(valueOf(target, 'select'), objects))
    .flatMap((target) => itemsOf(valueOf(target, 'fieldPaths')));
  return fields.findLast((field) => matchFieldPath(scalarText(field) ?? '', path) !== 'none');
}

function isSelected(select: YamlNode | undefined, objects: readonly Identity[]): boolean {
  const kind = scalarText(valueOf(select, 'kind'));
  const name = scalarText(valueOf(select, 'name'));
  if (kind === undefined && name === undefined) return false;
  return objects.some(
    (object) => (kind === undefined || kind === object.kind) && (name === undefined || name === object.name),
  );
}

type Search = (root: YamlNode | undefined) => YamlEntry | undefined;

function transformerSearch(path: Path, places: readonly Place[]): Search | undefined {
  if (path.text === 'spec.replicas') {
    const names = places.map((place) => identityOf(place).name);
    return (root) => entryOf(namedItem(valueOf(root, 'replicas'), names), 'count');
  }
  if (!/(?:^|\.)(?:initContainers|containers)\[[^\]]*\]\.image$/.test(path.text)) return undefined;
  const images = places.map((place) => imageName(textAt(place, path)));
  return (root) => {
    const item = namedItem(valueOf(root, 'images'), images);
    return entryOf(item, 'digest') ?? entryOf(item, 'newTag') ?? entryOf(item, 'newName');
  };
}

function namedItem(list: YamlNode | undefined, names: readonly (string | undefined)[]): YamlNode | undefined {
  return itemsOf(list).find((item) => {
    const name = scalarText(valueOf(item, 'name'));
    return name !== undefined && names.includes(name);
  });
}

/** An image without tag and digest. A port of the registry is no tag. */
function imageName(image: string | undefined): string | undefined {
  return image?.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
