import { readScalar } from '../../../yaml/value.ts';
import { isMergeKey } from '../../../yaml/value.ts';
import { psychDialect, type ScalarValue } from '../../../yaml/dialect.ts';
import type { YamlBlock, YamlEntry, YamlNode } from '../../../yaml/node.ts';

/** The anchors of a whole document by name. */
export type Anchors = ReadonlyMap<string, YamlNode>;

/** An alias of an alias of an … ends here: such a chain is a cycle. */
const MAX_ALIAS_CHAIN = 20;

/** Merge keys in merge keys end here, see `MAX_ALIAS_CHAIN`. */
const MAX_MERGE_DEPTH = 20;

/** The node that an alias stands for; the node itself when it is none; undefined for an alias of nothing. */
export function follow(node: YamlNode | undefined, anchors: Anchors): YamlNode | undefined {
  let current = node;
  for (let step = 0; current?.kind === 'alias'; step++) {
    if (step === MAX_ALIAS_CHAIN) return undefined;
    current = anchors.get(current.name);
  }
  return current;
}

/** What a scalar is to GitLab; undefined for anything but a scalar. A missing value is null. */
export function scalarValue(node: YamlNode | undefined): ScalarValue | undefined {
  if (node === undefined) return null;
  return node.kind === 'scalar' ? readScalar(node, psychDialect) : undefined;
}

/** `!reference [job, keyword]`: its value is known only after the whole configuration is merged. */
export function isReference(node: YamlNode | undefined): boolean {
  return node?.tag === '!reference';
}

/** `$[[ inputs.name ]]` is replaced before GitLab looks at the value, so any value may stand there. */
export function isInterpolated(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.text.includes('$[[');
}

/**
 * The entries of a mapping by key with `<<` merged in. Psych merges where `<<` stands, so that what comes later in the
 * mapping wins, see `Psych::Visitors::ToRuby#revive_hash`.
 */
export function fieldsOf(node: YamlNode | undefined, anchors: Anchors): Map<string, YamlEntry> {
  return readFields(node, { anchors, known: new Map(), depth: 0 });
}

interface Merging {
  readonly anchors: Anchors;
  /** Mappings that were read before: merge keys may name the same one any number of times. */
  readonly known: Map<YamlNode, Map<string, YamlEntry>>;
  readonly depth: number;
}

function readFields(node: YamlNode | undefined, merging: Merging): Map<string, YamlEntry> {
  const { anchors, known, depth } = merging;
  const mapping = follow(node, anchors);
  if (mapping?.kind !== 'mapping' || depth > MAX_MERGE_DEPTH) return new Map();
  const before = known.get(mapping);
  if (before !== undefined) return before;
  const fields = new Map<string, YamlEntry>();
  // Known before it is complete: a mapping that merges itself gets what it has up to there.
  known.set(mapping, fields);
  for (const entry of mapping.entries) {
    const key = follow(entry.key, anchors);
    if (isMergeKey(entry)) {
      const inner = { ...merging, depth: depth + 1 };
      for (const [name, merged] of mergedFields(entry.value, inner)) fields.set(name, merged);
    } else if (key?.kind === 'scalar') {
      fields.set(key.text, entry);
    }
  }
  return fields;
}

function mergedFields(source: YamlNode | undefined, merging: Merging): Map<string, YamlEntry> {
  // A list counts only where it is written: one behind an alias is no mapping to Psych.
  const node = source?.kind === 'sequence' ? source : follow(source, merging.anchors);
  if (source?.kind !== 'sequence' || node?.kind !== 'sequence') return readFields(node, merging);
  const fields = new Map<string, YamlEntry>();
  // Of several sources the first wins, so they are laid on in reverse.
  for (const item of node.items.toReversed()) {
    for (const [name, merged] of readFields(item, merging)) fields.set(name, merged);
  }
  return fields;
}

/** Lists of aliases of lists of aliases multiply a small text to any size ("billion laughs"); what comes after so many items is left out. */
const MAX_ITEMS = 50_000;

/** The items of a list, nested lists opened up to GitLab's ten levels, aliases followed; a single value is a list of one. */
export function flatItems(node: YamlNode | undefined, anchors: Anchors): YamlNode[] {
  const items: YamlNode[] = [];
  let left = MAX_ITEMS;
  const add = (item: YamlNode | undefined, depth: number): void => {
    const value = follow(item, anchors);
    if (value === undefined || depth > 10 || --left < 0) return;
    if (value.kind !== 'sequence' || isReference(value)) items.push(value);
    else for (const inner of value.items) if (left > 0) add(inner, depth + 1);
  };
  add(node, 0);
  return items;
}

/** Real pipelines chain a handful; a chain through thousands is made to cost time. */
const MAX_BLOCKS = 50;

/**
 * Caches what is computed from one block. A block that uses aliases also depends on the blocks that hold the anchors:
 * its answer is kept only as long as each name stands for the same node.
 */
export function perBlock<Answer>(
  compute: (block: YamlBlock, anchors: Anchors) => Answer,
): (block: YamlBlock, anchors: Anchors) => Answer {
  const known = new WeakMap<YamlBlock, { readonly targets: Targets; readonly answer: Answer }>();
  return (block, anchors) => {
    const targets = block.aliases.length === 0 ? NO_TARGETS : aliasTargets(block, anchors);
    const before = known.get(block);
    if (before !== undefined && sameTargets(targets, before.targets)) return before.answer;
    const answer = compute(block, anchors);
    known.set(block, { targets, answer });
    return answer;
  };
}

function sameTargets(left: Targets, right: Targets): boolean {
  return left === right || (left.length === right.length && left.every((node, index) => node === right[index]));
}

type Targets = readonly (YamlNode | Anchors | undefined)[];

const NO_TARGETS: Targets = [];

const targetsOf = new WeakMap<Anchors, WeakMap<YamlBlock, Targets>>();

/**
 * The nodes that a block's aliases stand for, through the blocks that those lie in; where they are too many, all anchors
 * of this version as a whole. Found once for all that is cached by them.
 */
function aliasTargets(block: YamlBlock, anchors: Anchors): Targets {
  const ofBlocks = targetsOf.get(anchors) ?? new WeakMap<YamlBlock, Targets>();
  targetsOf.set(anchors, ofBlocks);
  const targets = ofBlocks.get(block) ?? findTargets(block, anchors);
  ofBlocks.set(block, targets);
  return targets;
}

function findTargets(block: YamlBlock, anchors: Anchors): Targets {
  const targets: (YamlNode | undefined)[] = [];
  const blocks = new Set([block]);
  // Blocks that are added while the set is read are read as well.
  for (const from of blocks) {
    for (const { name } of from.aliases) {
      const target = anchors.get(name);
      targets.push(target);
      if (target !== undefined) blocks.add(target.block);
    }
    if (blocks.size > MAX_BLOCKS) return [anchors];
  }
  return targets;
}
