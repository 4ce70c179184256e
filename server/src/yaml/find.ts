import type { PlacedDocument, YamlFile } from './file.ts';
import { documentAt } from './file.ts';
import { scalarText, valueOf, type YamlEntry, type YamlNode } from './node.ts';

/** One step from a collection to something in it. */
export type PathSegment = string | number;

/** The way from a document's root to the place of a cursor. */
export interface NodePath {
  readonly document: PlacedDocument;
  /** Keys and zero-based indexes from the root to `node`. */
  readonly path: readonly PathSegment[];
  /** The innermost node that holds the offset. */
  readonly node: YamlNode | undefined;
  /** The innermost entry that holds the offset, and whether the offset is in its key. */
  readonly entry: YamlEntry | undefined;
  readonly inKey: boolean;
  /** The collections around `node`, outermost first. */
  readonly parents: readonly YamlNode[];
}

/** Finds what stands at an offset of the text (for hover, definition and rename; completion also asks for indentation). */
export function nodeAt(file: YamlFile, offset: number): NodePath | undefined {
  const document = documentAt(file, offset);
  if (document === undefined) return undefined;
  const path: PathSegment[] = [];
  const parents: YamlNode[] = [];
  let node = document.document.root;
  let entry: YamlEntry | undefined;
  let inKey = false;
  for (let step = node && stepInto(file, node, offset); node && step; step = node && stepInto(file, node, offset)) {
    parents.push(node);
    path.push(step.segment);
    entry = step.entry ?? entry;
    inKey = step.inKey;
    node = step.node;
    if (inKey) break;
  }
  return { document, path, node, entry, inKey, parents };
}

interface Step {
  readonly segment: PathSegment;
  readonly node: YamlNode | undefined;
  readonly entry?: YamlEntry;
  readonly inKey: boolean;
}

function stepInto(file: YamlFile, node: YamlNode, offset: number): Step | undefined {
  if (node.kind === 'mapping') {
    for (let index = firstNear(file, node.entries, offset); index < node.entries.length; index++) {
      const entry = node.entries[index];
      if (entry === undefined || isAfter(file, entry.key, offset)) break;
      const segment = scalarText(entry.key) ?? '';
      if (holds(file, entry.key, offset)) return { segment, node: entry.key, entry, inKey: true };
      if (entry.value && holds(file, entry.value, offset)) return { segment, node: entry.value, entry, inKey: false };
    }
  }
  if (node.kind === 'sequence') {
    const index = node.items.findIndex((item) => item !== undefined && holds(file, item, offset));
    if (index !== -1) return { segment: index, node: node.items[index], inKey: false };
  }
  return undefined;
}

/** Entries stand in the order of the text. Where two touch, the one before counts, so the search begins there. */
function firstNear(file: YamlFile, entries: readonly YamlEntry[], offset: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry === undefined || isAfter(file, entry.key, offset)) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low - 2);
}

function isAfter(file: YamlFile, node: YamlNode, offset: number): boolean {
  return (file.rangeOf(node)?.start ?? Number.POSITIVE_INFINITY) > offset;
}

function holds(file: YamlFile, node: YamlNode, offset: number): boolean {
  const range = file.rangeOf(node);
  return range !== undefined && range.start <= offset && offset <= range.end;
}

/** The node at a path of keys and indexes; undefined where the path leaves the tree. Aliases are not followed. */
export function nodeAtPath(root: YamlNode | undefined, path: readonly PathSegment[]): YamlNode | undefined {
  let node = root;
  for (const segment of path) {
    if (typeof segment === 'number') node = node?.kind === 'sequence' ? node.items[segment] : undefined;
    else node = valueOf(node, segment);
    if (node === undefined) return undefined;
  }
  return node;
}
