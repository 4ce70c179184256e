import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { scalarText, valueOf } from '../../yaml/node.ts';
import type { DocumentSymbol } from '../language.ts';
import { entrySymbols } from '../shape-answers.ts';
import { readManifests, type Manifest } from './manifest.ts';

/** One symbol for each object, with its top-level fields. */
export function symbols(_: Snapshot, file: YamlFile): DocumentSymbol[] {
  return readManifests(file).manifests.flatMap((manifest) => objectSymbol(file, manifest));
}

function objectSymbol(file: YamlFile, { root, kind, name, apiVersion }: Manifest): DocumentSymbol[] {
  const children = entrySymbols(file, root.entries);
  const [first, last] = [children[0], children.at(-1)];
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
