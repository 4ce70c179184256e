import type { OffsetRange } from '../base/range.ts';

/**
 * The syntax that languages see. It hides the parser library and knows no dialect: plain scalars are text until
 * `toValue` reads them as Kubernetes or GitLab does.
 *
 * Invariant: offsets are relative to the block. A block is never changed and is shared by all later versions of the
 * file in which its text is the same, so whatever is computed from a block alone can be cached on it (`WeakMap`).
 * `YamlFile.rangeOf` turns a span into a range of one version of the file.
 */
export interface Span extends OffsetRange {
  readonly block: YamlBlock;
}

/** A piece of text that is parsed alone: a top-level entry or item of a document, or a whole document. */
export interface YamlBlock {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly problems: readonly YamlProblem[];
  readonly anchors: ReadonlyMap<string, YamlNode>;
  readonly aliases: readonly YamlAlias[];
}

/** Broken text, in the parser's words, at a span of the block. */
export interface YamlProblem extends OffsetRange {
  readonly code: string;
  readonly message: string;
}

export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlAlias;

interface NodeBase extends Span {
  /** As written: `!reference`, `!!str`'s long form, or undefined. */
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

export interface YamlScalar extends NodeBase {
  readonly kind: 'scalar';
  /** The content: without quotes, escapes resolved, block scalars with their indentation removed. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface YamlMapping extends NodeBase {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
  readonly flow: boolean;
}

/** `value` is undefined where nothing is written after the colon. */
export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode | undefined;
}

export interface YamlSequence extends NodeBase {
  readonly kind: 'sequence';
  /** An item is undefined where nothing is written after the dash. */
  readonly items: readonly (YamlNode | undefined)[];
  readonly flow: boolean;
}

export interface YamlAlias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
}

/** The text of a key or value that is a scalar; undefined for anything else. */
export function scalarText(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** The last entry of that name, as both Psych and go-yaml let the last one win. Merge keys are not followed. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.findLast((entry) => scalarText(entry.key) === key);
}

/** The value of `entryOf`. */
export function valueOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

/** The items of a sequence without the empty ones; none for anything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items.filter((item) => item !== undefined) : [];
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

/** A part of a node's text, for a finding inside a scalar. Offsets count from the block, as in the node. */
export function spanIn(block: YamlBlock, start: number, end: number): Span {
  return { block, start, end };
}
