import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { itemsOf, scalarText, valueOf, type YamlNode } from '../../yaml/node.ts';
import type { NamedPlace } from '../editing.ts';
import type { DocumentSymbol } from '../language.ts';
import { entrySymbols } from '../shape-answers.ts';
import { readManifests, type Manifest } from './manifest.ts';

/** One symbol for each object, with its top-level fields. */
export function* symbols(_: Snapshot, file: YamlFile): Generator<DocumentSymbol> {
  for (const manifest of readManifests(file).manifests) yield* objectSymbol(file, manifest);
}

function objectSymbol(file: YamlFile, { root, kind, name, apiVersion }: Manifest): DocumentSymbol[] {
  const children = entrySymbols(root.entries);
  const [first, last] = [children[0], children.at(-1)].map((symbol) => symbol && placesOf(file, symbol));
  if (first === undefined || last === undefined) return [];
  const metadata = valueOf(root, 'metadata');
  const nameNode = valueOf(metadata, 'name') ?? valueOf(root, 'kind') ?? root.entries[0]?.key;
  const selectionRange = (nameNode && file.rangeOf(nameNode)) ?? first.selectionRange;
  const range = { start: first.range.start, end: Math.max(last.range.end, selectionRange.end) };
  const title = name ?? scalarText(valueOf(metadata, 'generateName'));
  const detail = title === undefined ? apiVersion : kind;
  return [
    { name: title ?? (kind === '' ? apiVersion : kind), detail, kind: 'object', range, selectionRange, children },
  ];
}

/** An object begins in one block and ends in another, so it is placed in the file. */
function placesOf(
  file: YamlFile,
  { range, selectionRange }: DocumentSymbol,
): Pick<DocumentSymbol, 'range' | 'selectionRange'> | undefined {
  const [whole, name] = [range, selectionRange].map(({ block, ...at }) =>
    block === undefined ? at : file.rangeOf({ block, ...at }),
  );
  return whole && name && { range: whole, selectionRange: name };
}

/** The objects of a file by name, as their text says it and without judging them. */
export function named(file: YamlFile): NamedPlace[] {
  return file.documents.flatMap(({ document }) => namedObjects(file, document.root));
}

function namedObjects(file: YamlFile, root: YamlNode | undefined): NamedPlace[] {
  const kind = scalarText(valueOf(root, 'kind'));
  if (kind === 'List') return itemsOf(valueOf(root, 'items')).flatMap((item) => namedObjects(file, item));
  const metadata = valueOf(root, 'metadata');
  const node = valueOf(metadata, 'name') ?? valueOf(metadata, 'generateName');
  const name = scalarText(node);
  const range = node && file.rangeOf(node);
  if (kind === undefined || name === undefined || name === '' || range === undefined) return [];
  const namespace = scalarText(valueOf(metadata, 'namespace'));
  return [{ name, kind: 'object', range, container: namespace === undefined ? kind : `${kind}, ${namespace}` }];
}
