import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlDocument } from '../../../yaml/file.ts';
import { scalarText, spanIn, type Span, type YamlBlock, type YamlMapping, type YamlNode } from '../../../yaml/node.ts';
import { isMergeKey, readScalar } from '../../../yaml/value.ts';

/**
 * GitLab measures a document after Ruby has read it, each alias counted as a copy, and refuses what is larger or deeper
 * (`Gitlab::Utils::DeepSize`). The defaults of `max_yaml_size_bytes` and `max_yaml_depth`; an administrator can raise them:
 * https://docs.gitlab.com/administration/instance_limits/#maximum-size-and-depth-of-cicd-configuration-yaml-files
 */
export const MAX_BYTES = 2 * 1024 * 1024;
export const MAX_DEPTH = 100;

/** Where a document passes one of the limits. */
export interface Excess {
  /** The top-level entry with which it does. */
  readonly at: Span;
  readonly limit: 'size' | 'depth';
}

/** Bytes are counted as `ObjectSpace.memsize_of` does, for each kind the least of Ruby 3.1 to 3.4, so that no file is refused wrongly. */
interface Measure {
  readonly bytes: number;
  /** Of collections within each other. */
  readonly depth: number;
}

const NOTHING: Measure = { bytes: 0, depth: 0 };
const SLOT = 40;
const HASH = 160;
/** A longer string takes as many bytes, and so many more. */
const SHORT_STRING = 23;
const STRING = 25;
/** An anchor that holds itself. */
const ENDLESS: Measure = { bytes: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };

const known = new WeakMap<YamlDocument, { readonly excess: Excess | undefined }>();

/** Whether a document is more than GitLab takes by default; undefined when it is not. */
export function excessOf(document: YamlDocument): Excess | undefined {
  const before = known.get(document);
  if (before !== undefined) return before.excess;
  const excess = measureDocument(document);
  known.set(document, { excess });
  return excess;
}

function measureDocument({ blocks }: YamlDocument): Excess | undefined {
  const measuring = new Measuring();
  let bytes = HASH;
  for (const block of blocks) {
    const own = measuring.block(block);
    // The mappings of all blocks are one.
    bytes += Math.max(0, own.bytes - HASH);
    if (own.depth > MAX_DEPTH && Number.isFinite(own.depth)) return { at: nameOf(block), limit: 'depth' };
    if (bytes > MAX_BYTES) return { at: nameOf(block), limit: 'size' };
  }
  return undefined;
}

function nameOf(block: YamlBlock): Span {
  const { root } = block;
  const first = root?.kind === 'mapping' ? root.entries[0]?.key : root;
  const { start, end } = first ?? { start: 0, end: block.text.length };
  const line = block.text.indexOf('\n', start);
  return spanIn(block, start, line === -1 ? end : Math.min(end, line));
}

/** What a block holds is the same in each version of the file in which its aliases stand for the same. */
interface KnownBlock {
  readonly measure: Measure;
  readonly anchors: ReadonlyMap<YamlNode, Measure>;
  /** What the aliases stood for before the block. */
  readonly targets: readonly Measure[];
}

const knownBlocks = new WeakMap<YamlBlock, KnownBlock>();

/** Goes through a document from its start, as an anchor may be given again to something else. */
class Measuring {
  readonly #anchors = new Map<string, YamlNode>();
  readonly #measures = new Map<YamlNode, Measure>();
  readonly #pairs = new Map<YamlMapping, ReadonlyMap<string, Measure>>();

  block(block: YamlBlock): Measure {
    const targets = block.aliases.map(({ name }) => this.#measureAlias(name));
    const before = knownBlocks.get(block);
    if (before?.targets.every((target, index) => target === targets[index]) === true) {
      for (const [name, node] of block.anchors) this.#anchors.set(name, node);
      for (const [node, measure] of before.anchors) this.#measures.set(node, measure);
      return before.measure;
    }
    const measure = this.#measure(block.root);
    const anchored = [...block.anchors.values()].map((node) => [node, this.#measures.get(node) ?? NOTHING] as const);
    knownBlocks.set(block, { measure, anchors: new Map(anchored), targets });
    return measure;
  }

  #measure(node: YamlNode | undefined): Measure {
    if (node === undefined) return NOTHING;
    if (node.kind === 'alias') return this.#measureAlias(node.name);
    if (node.anchor === undefined) return this.#measureKind(node);
    this.#anchors.set(node.anchor, node);
    this.#measures.set(node, ENDLESS);
    const measure = this.#measureKind(node);
    this.#measures.set(node, measure);
    return measure;
  }

  #measureAlias(name: string): Measure {
    const target = this.#anchors.get(name);
    return target === undefined ? NOTHING : (this.#measures.get(target) ?? NOTHING);
  }

  #measureKind(node: Exclude<YamlNode, { kind: 'alias' }>): Measure {
    // What is behind a tag of GitLab's own is an object, which is not looked into.
    if (node.tag === '!reference') return { bytes: SLOT, depth: 0 };
    if (node.kind === 'scalar') {
      return typeof readScalar(node, psychDialect) === 'string' ? { bytes: stringBytes(node.text), depth: 0 } : NOTHING;
    }
    if (node.kind === 'mapping') return this.#measureMapping(node);
    const items = node.items.map((item) => this.#measure(item));
    return collection(items.length > 3 ? 16 + 8 * items.length : SLOT, items);
  }

  #measureMapping(mapping: YamlMapping): Measure {
    const { entries } = mapping;
    if (entries.some(isMergeKey)) {
      const pairs = this.#pairsOf(mapping);
      return collection(hashBytes(pairs.size), pairs.values());
    }
    // Written twice a key is there once, which is an error of its own.
    return collection(
      hashBytes(entries.length),
      entries.map(({ value }) => this.#measure(value)),
    );
  }

  #pairsOf(mapping: YamlMapping): ReadonlyMap<string, Measure> {
    const before = this.#pairs.get(mapping);
    if (before !== undefined) return before;
    const pairs = new Map<string, Measure>();
    // One that merges itself has what stands before.
    this.#pairs.set(mapping, pairs);
    for (const [index, entry] of mapping.entries.entries()) {
      if (!isMergeKey(entry)) {
        pairs.set(scalarText(entry.key) ?? String(index), this.#measure(entry.value));
        continue;
      }
      for (const source of this.#sources(entry.value)) {
        for (const [key, measure] of this.#pairsOf(source)) pairs.set(key, measure);
      }
    }
    return pairs;
  }

  /** A source that is named again adds nothing. */
  #sources(value: YamlNode | undefined): ReadonlySet<YamlMapping> {
    const nodes = value?.kind === 'sequence' ? value.items : [value];
    const sources = nodes.map((node) => (node?.kind === 'alias' ? this.#anchors.get(node.name) : node));
    return new Set(sources.filter((node) => node?.kind === 'mapping'));
  }
}

function collection(own: number, parts: Iterable<Measure>): Measure {
  let [bytes, depth] = [own, 0];
  for (const part of parts) {
    bytes += part.bytes;
    depth = Math.max(depth, part.depth);
  }
  return { bytes, depth: depth + 1 };
}

/** With its keys, each a string. Above eight pairs there is a table with places to spare. */
function hashBytes(pairs: number): number {
  if (pairs === 0) return SLOT;
  return pairs * SLOT + (pairs > 8 ? HASH + 24 * pairs : HASH);
}

function stringBytes({ length }: string): number {
  return length > SHORT_STRING ? length + STRING : SLOT;
}
