import type { YamlBlock, YamlEntry, YamlNode, YamlProblem } from './node.ts';
import type { DocumentOutline } from './split.ts';

/**
 * One `---` document. It is position-free and shared by all versions of the file in which its text is the same, so
 * whatever is computed from one document can be cached on it (`WeakMap`).
 */
export interface YamlDocument {
  readonly blocks: readonly YamlBlock[];
  /**
   * The document's content. Where it was parsed in several blocks this is a mapping or sequence put together from
   * theirs: its entries are exact, its own range is that of the first block only.
   */
  readonly root: YamlNode | undefined;
  readonly anchors: ReadonlyMap<string, YamlNode>;
}

/** So many blocks are looked through one by one. */
const FEW_BLOCKS = 8;

/** Where in a document its blocks lie: one after the other. */
export class DocumentLayout {
  readonly document: YamlDocument;
  /** The syntax problems of all blocks; offsets count from the document's start. */
  readonly problems: readonly YamlProblem[];
  #starts: Map<YamlBlock, number> | undefined;

  constructor(document: YamlDocument) {
    this.document = document;
    this.problems = placedProblems(document);
  }

  /** Counted from the document's start; undefined for a block of another one. */
  startOf(block: YamlBlock): number | undefined {
    if (this.document.blocks.length > FEW_BLOCKS) return (this.#starts ??= startsOf(this.document)).get(block);
    let start = 0;
    for (const each of this.document.blocks) {
      if (each === block) return start;
      start += each.text.length;
    }
    return undefined;
  }
}

/** Whether the text of a document is broken somewhere, so that what seems to be missing may only not have been read. */
export function isBroken(document: YamlDocument): boolean {
  return document.blocks.some((block) => problemsOf(document, block).length > 0);
}

/** Puts a document together from its blocks; an anchor that is set twice means the last one. */
export function createDocument(shape: DocumentOutline['shape'], blocks: readonly YamlBlock[]): YamlDocument {
  const anchors = new Map<string, YamlNode>();
  for (const block of blocks) for (const [name, node] of block.anchors) anchors.set(name, node);
  return { blocks, anchors, root: shape === 'single' ? blocks[0]?.root : joinRoots(shape, blocks) };
}

function startsOf({ blocks }: YamlDocument): Map<YamlBlock, number> {
  const starts = new Map<YamlBlock, number>();
  let start = 0;
  for (const block of blocks) {
    starts.set(block, start);
    start += block.text.length;
  }
  return starts;
}

function joinRoots(shape: 'mapping' | 'sequence', blocks: readonly YamlBlock[]): YamlNode | undefined {
  const [block] = blocks;
  if (block === undefined) return undefined;
  const roots = blocks.map(({ root }) => root).filter((root) => root !== undefined);
  const first = roots[0];
  const place = { block: first?.block ?? block, start: first?.start ?? 0, end: first?.end ?? 0 };
  const bare = { ...place, tag: undefined, anchor: undefined, flow: false };
  if (shape === 'sequence') {
    return { kind: 'sequence', ...bare, items: roots.flatMap((root) => (root.kind === 'sequence' ? root.items : [])) };
  }
  return { kind: 'mapping', ...bare, entries: roots.flatMap(entriesOfBlock) };
}

/** A word without a colon at the top level, as while typing, is a key without a value to every reader but the parser. */
function entriesOfBlock(root: YamlNode): readonly YamlEntry[] {
  if (root.kind === 'mapping') return root.entries;
  return root.kind === 'scalar' && root.style === 'plain' ? [{ key: root, value: undefined }] : [];
}

const NO_PROBLEMS: readonly YamlProblem[] = [];

function placedProblems(document: YamlDocument): readonly YamlProblem[] {
  let base = 0;
  let found: YamlProblem[] | undefined;
  for (const block of document.blocks) {
    for (const problem of problemsOf(document, block)) {
      (found ??= []).push({ ...problem, start: base + problem.start, end: base + problem.end });
    }
    base += block.text.length;
  }
  return found ?? NO_PROBLEMS;
}

/** Parsed alone, a word without a colon is a correct scalar; among the entries of a mapping it is not. */
function problemsOf(document: YamlDocument, block: YamlBlock): readonly YamlProblem[] {
  const { root } = block;
  const isStray = document.blocks.length > 1 && document.root?.kind === 'mapping' && root?.kind === 'scalar';
  if (!isStray) return block.problems;
  const word = root.text.length > 40 ? `${root.text.slice(0, 40)}…` : root.text;
  const message = `'${word}' stands alone among keys; a key ends with a colon`;
  return [...block.problems, { code: 'KEY_WITHOUT_COLON', message, start: root.start, end: root.end }];
}
