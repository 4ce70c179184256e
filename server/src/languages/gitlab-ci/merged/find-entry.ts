import { orderedKeys } from '../../../base/record.ts';
import { scalarText, type YamlAlias, type YamlEntry, type YamlMapping, type YamlNode } from '../../../yaml/node.ts';
import { isMergeKey } from '../../../yaml/value.ts';
import { follow, isInterpolated, type Anchors } from '../model/follow.ts';

/** An entry of a mapping and the aliases that lead to it, when `<<` brought it. */
interface FoundEntry {
  readonly entry: YamlEntry;
  readonly via: readonly YamlAlias[];
}

interface Context {
  readonly anchors: Anchors;
  /** The mapping as it was read, inputs filled in. */
  readonly value: object;
}

/** Merge keys in merge keys end here. */
const MAX_MERGE_DEPTH = 20;

/** Finds the entry that a key of a mapping's value comes from. A mapping's entries are listed once. */
export function createEntryFinder(): (node: YamlNode, key: string, context: Context) => FoundEntry | undefined {
  const known = new Map<YamlMapping, ReadonlyMap<string, FoundEntry>>();
  return (node, key, context) => {
    if (node.kind !== 'mapping') return undefined;
    let entries = known.get(node);
    if (entries === undefined) {
      entries = withFilledKeys(entriesOf(node, context.anchors, []), context.value);
      known.set(node, entries);
    }
    return entries.get(key);
  };
}

type Entries = Map<string, FoundEntry>;

/** As Psych merges: where `<<` stands, what comes later wins; of several sources the first. */
function entriesOf(node: YamlMapping, anchors: Anchors, via: readonly YamlAlias[]): Entries {
  const found: Entries = new Map();
  for (const entry of node.entries) {
    const key = follow(entry.key, anchors);
    if (isMergeKey(entry)) {
      for (const [name, merged] of mergedEntries(entry.value, anchors, via)) found.set(name, merged);
    } else {
      found.set(scalarText(key) ?? '', { entry, via });
    }
  }
  return found;
}

function mergedEntries(source: YamlNode | undefined, anchors: Anchors, via: readonly YamlAlias[]): Entries {
  if (via.length > MAX_MERGE_DEPTH) return new Map();
  const aliases = source?.kind === 'alias' ? [...via, source] : via;
  const node = follow(source, anchors);
  if (node?.kind === 'mapping') return entriesOf(node, anchors, aliases);
  const found: Entries = new Map();
  const items = node?.kind === 'sequence' ? node.items : [];
  for (const item of items.toReversed()) {
    for (const [name, merged] of mergedEntries(item, anchors, aliases)) found.set(name, merged);
  }
  return found;
}

/** Keys with `$[[ … ]]` got other names; they stand in the value in the order of the text. */
function withFilledKeys(entries: Entries, value: object): Entries {
  const open = [...entries.values()].filter(({ entry }) => isInterpolated(entry.key));
  if (open.length === 0) return entries;
  const names = orderedKeys(value).filter((name) => !entries.has(name));
  for (const [index, found] of open.entries()) {
    const name = names[index];
    if (name !== undefined) entries.set(name, found);
  }
  return entries;
}
