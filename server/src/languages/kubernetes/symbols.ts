import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { scalarText, valueOf, type YamlEntry } from '../../yaml/node.ts';
import type { DocumentSymbol } from '../language.ts';
import { readManifests, type Manifest } from './manifest.ts';

/** One symbol for each object, with its top-level fields. */
export function symbols(_: Snapshot, file: YamlFile): DocumentSymbol[] {
  return readManifests(file).manifests.flatMap((manifest) => objectSymbol(file, manifest));
}

function objectSymbol(file: YamlFile, { root, kind, name, apiVersion }: Manifest): DocumentSymbol[] {
  const children = root.entries.flatMap((entry) => fieldSymbol(file, entry));
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

function fieldSymbol(file: YamlFile, { key, value }: YamlEntry): DocumentSymbol[] {
  const keyRange = file.rangeOf(key);
  const name = scalarText(key);
  if (keyRange === undefined || name === undefined || name === '') return [];
  const end = endOfContent(file.text, (value && file.rangeOf(value)?.end) ?? keyRange.end);
  const text = scalarText(value);
  const detail = text !== undefined && text !== '' && text.length < 60 ? text : undefined;
  const range = { start: keyRange.start, end: Math.max(end, keyRange.end) };
  return [{ name, kind: 'property', range, selectionRange: keyRange, ...(detail !== undefined && { detail }) }];
}

/** A block collection's range goes on to the next key; its content ends before the line break. */
function endOfContent(text: string, end: number): number {
  let last = end;
  while (last > 0 && /\s/.test(text[last - 1] ?? '')) last--;
  return last;
}
