import type { OffsetRange } from '../base/range.ts';
import type { YamlDocument, YamlFile } from '../yaml/file.ts';
import { entriesOf, entryOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../yaml/node.ts';
import type { ObjectSource, ResourceChange } from './model.ts';
import { pathOf, type Path, type PathSegment } from './path.ts';

/** A place in a text that decides a field of an object. */
export interface Origin {
  /** Absolute path of the file. */
  readonly path: string;
  /** The key and value where the value is one scalar, else the key; for an element of a list its first key. */
  readonly range: OffsetRange;
  /** False when the field is not written there and `range` is that of the nearest thing around it. */
  readonly isExact: boolean;
}

/**
 * Where a field of an object is decided: by `images` or `replicas` of a kustomization file, by a patch, or by the object's own document. Resolves
 * against the present texts, so a report outlives edits. Undefined when no file of the object is at hand.
 */
export function originOf(
  resource: Pick<ResourceChange, 'source' | 'patches' | 'kustomizations'>,
  path: Path,
  fileAt: (path: string) => YamlFile | undefined,
): Origin | undefined {
  const { source, patches = [] } = resource;
  const documents = [...patches, ...(source ? [source] : [])].flatMap((place) => documentOf(place, fileAt));
  const byTransformer = transformerOrigin(resource, path, documents, fileAt);
  if (byTransformer) return byTransformer;
  const found = documents.map(({ file, document }) => locateInDocument(file, document, path));
  return found.find((origin) => origin?.isExact === true) ?? found.at(-1);
}

interface Place {
  readonly file: YamlFile;
  readonly document: YamlDocument;
}

function documentOf(source: ObjectSource, fileAt: (path: string) => YamlFile | undefined): Place[] {
  const file = fileAt(source.path);
  const document = file?.documents[source.document]?.document;
  return file && document ? [{ file, document }] : [];
}

/** Finds a field in one document; list elements by their keys. Gives the nearest thing around a field that is not written. */
export function locateInDocument(file: YamlFile, document: YamlDocument, path: Path): Origin | undefined {
  const start: Found = { node: document.root, entry: undefined, isExact: true };
  const written = writtenPath(document, path);
  const found = written.segments.reduce((current, segment) => step(document, current, segment), start);
  const range = written.segments.length === 0 ? nameRange(file, document.root) : rangeOf(file, found);
  if (range === undefined) return undefined;
  return { path: file.path, range, isExact: found.isExact };
}

interface Found {
  readonly node: YamlNode | undefined;
  /** The entry that the node is the value of; of an element of a list the entry that names it. */
  readonly entry: YamlEntry | undefined;
  readonly isExact: boolean;
}

/** A Secret's data may be written as `stringData`, which then wins. */
function writtenPath(document: YamlDocument, path: Path): Path {
  const [first, second, ...rest] = path.segments;
  if (!first || !second || !('field' in first) || !('field' in second) || first.field !== 'data') return path;
  if (scalarText(valueOf(document.root, 'kind')) !== 'Secret') return path;
  const isPlain = entryOf(valueOf(document.root, 'stringData'), second.field) !== undefined;
  return isPlain ? pathOf([{ field: 'stringData' }, second, ...rest]) : path;
}

function step(document: YamlDocument, current: Found, segment: PathSegment): Found {
  if (!current.isExact) return current;
  const node = resolve(document, current.node);
  if ('field' in segment) {
    const entry = findEntry(document, node, segment.field);
    return entry ? { node: entry.value, entry, isExact: true } : { ...current, isExact: false };
  }
  const item = findItem(document, node, segment);
  if (item === undefined) return { ...current, isExact: false };
  const target = resolve(document, item);
  return { node: item, entry: nameEntry(target, segment), isExact: true };
}

/** Follows an alias to its anchor; a loop of aliases ends at the alias. */
function resolve(document: YamlDocument, node: YamlNode | undefined): YamlNode | undefined {
  let current = node;
  for (let hops = 0; current?.kind === 'alias' && hops < 20; hops++) current = document.anchors.get(current.name);
  return current;
}

/** An entry of a mapping, or of what it merges in with `<<`. */
function findEntry(
  document: YamlDocument,
  node: YamlNode | undefined,
  field: string,
  depth = 0,
): YamlEntry | undefined {
  const own = entryOf(node, field);
  if (own !== undefined || depth > 20) return own;
  const merged = valueOf(node, '<<');
  const sources = merged?.kind === 'sequence' ? itemsOf(merged) : merged ? [merged] : [];
  for (const source of sources) {
    const found = findEntry(document, resolve(document, source), field, depth + 1);
    if (found) return found;
  }
  return undefined;
}

type ElementSegment = Exclude<PathSegment, { field: string }>;

function findItem(document: YamlDocument, node: YamlNode | undefined, segment: ElementSegment): YamlNode | undefined {
  if (node?.kind !== 'sequence') return undefined;
  if ('index' in segment) return node.items[segment.index];
  return itemsOf(node).find((item) => {
    const target = resolve(document, item);
    if ('member' in segment) return scalarText(target) === String(segment.member);
    const keys = Object.entries(segment.keys);
    // A key with a default, such as a port's protocol, may be left out; one that is written must match.
    const written = keys.filter(([key]) => findEntry(document, target, key) !== undefined);
    return (
      written.length > 0 &&
      written.every(([key, value]) => scalarText(findEntry(document, target, key)?.value) === String(value))
    );
  });
}

function nameEntry(target: YamlNode | undefined, segment: ElementSegment): YamlEntry | undefined {
  if (!('keys' in segment)) return undefined;
  return Object.keys(segment.keys)
    .map((key) => entryOf(target, key))
    .find((entry) => entry !== undefined);
}

function rangeOf(file: YamlFile, { entry, node }: Found): OffsetRange | undefined {
  if (entry === undefined) return node && file.rangeOf(node);
  const key = file.rangeOf(entry.key);
  const { value } = entry;
  const isShort = value?.kind === 'alias' || (value?.kind === 'scalar' && !['literal', 'folded'].includes(value.style));
  const end = isShort ? file.rangeOf(value)?.end : undefined;
  return key && { start: key.start, end: end ?? key.end };
}

/** A whole object is shown at its name. */
function nameRange(file: YamlFile, root: YamlNode | undefined): OffsetRange | undefined {
  const entry = entryOf(valueOf(root, 'metadata'), 'name') ?? entryOf(root, 'kind') ?? entriesOf(root)[0];
  return entry && rangeOf(file, { entry, node: entry.value, isExact: true });
}

/** Kustomize applies `replicas` and `images` after all patches; of nested kustomizations the outermost is applied last. */
function transformerOrigin(
  { kustomizations = [] }: Pick<ResourceChange, 'kustomizations'>,
  path: Path,
  documents: readonly Place[],
  fileAt: (path: string) => YamlFile | undefined,
): Origin | undefined {
  const find = transformerSearch(path, documents);
  if (find === undefined) return undefined;
  for (const file of kustomizations.map(fileAt).filter((known) => known !== undefined)) {
    const entry = find(file.documents[0]?.document.root);
    const range = entry && rangeOf(file, { entry, node: entry.value, isExact: true });
    if (range) return { path: file.path, range, isExact: true };
  }
  return undefined;
}

type Search = (root: YamlNode | undefined) => YamlEntry | undefined;

function transformerSearch(path: Path, documents: readonly Place[]): Search | undefined {
  if (path.text === 'spec.replicas') {
    const names = documents.map(({ document }) => scalarText(valueOf(valueOf(document.root, 'metadata'), 'name')));
    return (root) => entryOf(namedItem(valueOf(root, 'replicas'), names), 'count');
  }
  if (!/(?:^|\.)(?:initContainers|containers)\[[^\]]*\]\.image$/.test(path.text)) return undefined;
  const images = documents.map(({ document }) => imageName(valueAt(document, path)));
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

function valueAt(document: YamlDocument, path: Path): string | undefined {
  const start: Found = { node: document.root, entry: undefined, isExact: true };
  const found = path.segments.reduce((current, segment) => step(document, current, segment), start);
  return found.isExact ? scalarText(resolve(document, found.node)) : undefined;
}

/** An image without tag and digest. A port of the registry is no tag. */
function imageName(image: string | undefined): string | undefined {
  return image?.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
