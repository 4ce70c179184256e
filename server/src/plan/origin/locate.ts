import type { OffsetRange } from '../../base/range.ts';
import type { YamlDocument } from '../../yaml/file.ts';
import { entriesOf, entryOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../yaml/node.ts';
import { pathOf, type Path, type PathSegment } from '../path.ts';
import { matchPointer } from './field-match.ts';
import type { Place } from './place.ts';

/** A place in a text that decides a field of an object. */
export interface Origin {
  /** Absolute path of the file. */
  readonly path: string;
  /** The key and value where the value is one scalar, else the key; for an element of a list its first key. */
  readonly range: OffsetRange;
  /** False when the field is not written there and `range` is that of the nearest thing around it. */
  readonly isExact: boolean;
}

/** Finds a field in one of the texts that an object is made of. */
export function locate(place: Place, path: Path): Origin | undefined {
  if (place.isGenerator) return locateInGenerator(place, path);
  return place.root?.kind === 'sequence' ? locateInOperations(place, path) : locateInObject(place, path);
}

/** Finds a field in one object; list elements by their keys. Gives the nearest thing around a field that is not written. */
function locateInObject(place: Place, path: Path): Origin | undefined {
  const written = writtenPath(place, path);
  const found = walk(place, written);
  const range = written.segments.length === 0 ? nameRange(place) : rangeOf(place, found);
  if (range === undefined) return undefined;
  return { path: place.path, range, isExact: found.isExact };
}

/** The operation of a JSON patch that sets the field, or the structure around it. The last one wins. */
function locateInOperations(place: Place, path: Path): Origin | undefined {
  const matches = itemsOf(place.root).map((operation) => ({
    operation,
    match: matchPointer(scalarText(valueOf(operation, 'path')) ?? '', path),
  }));
  const best =
    matches.findLast(({ match }) => match === 'equal') ?? matches.findLast(({ match }) => match === 'around');
  const entry = best && (entryOf(best.operation, 'value') ?? entryOf(best.operation, 'path'));
  const range = entry && rangeOf(place, { entry, node: entry.value });
  return range && { path: place.path, range, isExact: true };
}

/** The literal, file or list of variables that gives a key of a generated object its value; else the generator's name. */
function locateInGenerator(place: Place, path: Path): Origin | undefined {
  const [first, second] = path.segments;
  const isData = first !== undefined && 'field' in first && /^(?:data|binaryData|stringData)$/.test(first.field);
  const key = isData && second !== undefined && 'field' in second ? second.field : undefined;
  const item = key === undefined ? undefined : generatorItem(place.root, key);
  const range = item && place.rangeOf(item.node);
  if (range) return { path: place.path, range, isExact: item.isExact };
  const entry = entryOf(place.root, 'name') ?? entriesOf(place.root)[0];
  const named = entry && rangeOf(place, { entry, node: entry.value });
  return named && { path: place.path, range: named, isExact: false };
}

/** A literal is `key=value`; a file is `key=path`, or its name is the key. */
function generatorItem(generator: YamlNode | undefined, key: string): { node: YamlNode; isExact: boolean } | undefined {
  const texts = (field: string): readonly YamlNode[] => itemsOf(valueOf(generator, field));
  const literal = texts('literals').find((node) => scalarText(node)?.startsWith(`${key}=`));
  const file = texts('files').find((node) => {
    const text = scalarText(node) ?? '';
    return text.startsWith(`${key}=`) || text === key || text.endsWith(`/${key}`);
  });
  const exact = literal ?? file;
  if (exact !== undefined) return { node: exact, isExact: true };
  const [variables] = [...texts('envs'), ...[valueOf(generator, 'env')].filter((node) => node !== undefined)];
  return variables && { node: variables, isExact: false };
}

/** Follows a path as far as it is written. */
function walk({ document, root }: Place, path: Path): Found {
  const start: Found = { node: root, entry: undefined, isExact: true };
  return path.segments.reduce((current, segment) => step(document, current, segment), start);
}

/** A value that is a scalar; undefined for any other and for one that is not written. */
export function textAt(place: Place, path: Path): string | undefined {
  const found = walk(place, path);
  return found.isExact ? scalarText(resolve(place.document, found.node)) : undefined;
}

interface Found {
  readonly node: YamlNode | undefined;
  /** The entry that the node is the value of; of an element of a list the entry that names it. */
  readonly entry: YamlEntry | undefined;
  readonly isExact: boolean;
}

/** A Secret's data may be written as `stringData`, which then wins. */
function writtenPath({ root }: Place, path: Path): Path {
  const [first, second, ...rest] = path.segments;
  if (!first || !second || !('field' in first) || !('field' in second) || first.field !== 'data') return path;
  if (scalarText(valueOf(root, 'kind')) !== 'Secret') return path;
  const isPlain = entryOf(valueOf(root, 'stringData'), second.field) !== undefined;
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

/** The range to mark for what was found: key and value on one line, else the key. */
export function rangeOf(
  file: Pick<Place, 'rangeOf'>,
  { entry, node }: Pick<Found, 'entry' | 'node'>,
): OffsetRange | undefined {
  if (entry === undefined) return node && file.rangeOf(node);
  const key = file.rangeOf(entry.key);
  const { value } = entry;
  const isShort = value?.kind === 'alias' || (value?.kind === 'scalar' && !['literal', 'folded'].includes(value.style));
  const end = isShort ? file.rangeOf(value)?.end : undefined;
  return key && { start: key.start, end: end ?? key.end };
}

/** A whole object is shown at its name. */
function nameRange(place: Place): OffsetRange | undefined {
  const entry =
    entryOf(valueOf(place.root, 'metadata'), 'name') ?? entryOf(place.root, 'kind') ?? entriesOf(place.root)[0];
  return entry && rangeOf(place, { entry, node: entry.value });
}
