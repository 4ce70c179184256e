import type { YamlDocument } from '../../../yaml/file.ts';
import type { YamlBlock, YamlNode } from '../../../yaml/node.ts';

/** An anchor and the aliases that mean it: those after it, up to the next anchor of the same name. */
export interface AnchorPlaces {
  readonly name: string;
  readonly at: { readonly block: YamlBlock; readonly start: number; readonly end: number };
  readonly node: YamlNode;
  readonly aliases: readonly { readonly block: YamlBlock; readonly start: number; readonly end: number }[];
}

interface Mark {
  readonly node: YamlNode;
  readonly isAlias: boolean;
  readonly name: string;
  /** Without `&` and `*`. */
  readonly start: number;
}

const marksOfBlock = new WeakMap<YamlBlock, readonly Mark[]>();
const placesOfDocument = new WeakMap<YamlDocument, readonly AnchorPlaces[]>();

/** All anchors of a document, in the order of the text. */
export function anchorsOf(document: YamlDocument): readonly AnchorPlaces[] {
  const known = placesOfDocument.get(document);
  if (known !== undefined) return known;
  const places = document.blocks.flatMap(marksOf).reduce(addMark, new Map<string, MutablePlaces[]>());
  const result = [...places.values()].flat();
  placesOfDocument.set(document, result);
  return result;
}

type MutablePlaces = AnchorPlaces & { readonly aliases: { block: YamlBlock; start: number; end: number }[] };

function addMark(
  places: Map<string, MutablePlaces[]>,
  { node, isAlias, name, start }: Mark,
): Map<string, MutablePlaces[]> {
  const { block } = node;
  const at = { block, start, end: start + name.length };
  const known = places.get(name);
  if (isAlias) known?.at(-1)?.aliases.push(at);
  else if (known === undefined) places.set(name, [{ name, at, node, aliases: [] }]);
  else known.push({ name, at, node, aliases: [] });
  return places;
}

function marksOf(block: YamlBlock): readonly Mark[] {
  const known = marksOfBlock.get(block);
  if (known !== undefined) return known;
  const marks: Mark[] = [];
  if (block.anchors.size > 0 || block.aliases.length > 0) collect(block.root, marks);
  marks.sort((left, right) => left.start - right.start);
  marksOfBlock.set(block, marks);
  return marks;
}

function collect(node: YamlNode | undefined, into: Mark[]): void {
  if (node === undefined) return;
  if (node.kind === 'alias') into.push({ node, isAlias: true, name: node.name, start: node.start + 1 });
  if (node.anchor !== undefined) {
    const start = node.block.text.lastIndexOf(`&${node.anchor}`, node.start);
    if (start !== -1) into.push({ node, isAlias: false, name: node.anchor, start: start + 1 });
  }
  if (node.kind === 'sequence') for (const item of node.items) collect(item, into);
  if (node.kind !== 'mapping') return;
  for (const { key, value } of node.entries) {
    collect(key, into);
    collect(value, into);
  }
}
