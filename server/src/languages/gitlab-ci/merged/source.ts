import { isRecord } from '../../../base/record.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { isUnresolved } from '../configuration/configuration-value.ts';
import type { Anchors } from '../model/follow.ts';
import { createEntryFinder } from './find-entry.ts';

/** A node in its file. */
export interface Place {
  readonly file: YamlFile;
  readonly node: YamlNode;
}

/** What put a value where it is; the include that brought its file is not among them, see `Trace.includerOf`. */
export type Step =
  | { readonly kind: 'extends'; readonly job: string }
  | { readonly kind: 'default' }
  /** `at`: where the tag or alias stands. */
  | { readonly kind: 'reference'; readonly keys: readonly string[]; readonly at: Place }
  | { readonly kind: 'anchor'; readonly name: string; readonly at: Place }
  /** GitLab adds it by itself: the edge stages. */
  | { readonly kind: 'gitlab' };

/** Where a value of a merged configuration comes from: one text, or two that are laid over each other. */
export type Source = WrittenSource | LayeredSource;

interface WrittenSource {
  readonly kind: 'written';
  readonly value: unknown;
  /** The key that it stands under; none for an item of a list. */
  readonly key: Place | undefined;
  /** Where the value is written; undefined where nothing is written after the colon. */
  readonly node: Place | undefined;
  /** The outermost first. */
  readonly steps: readonly Step[];
}

interface LayeredSource {
  readonly kind: 'layered';
  readonly over: Source;
  readonly base: Source;
}

/** Lays one source over another as `deepMerge` does with their values. */
export function layer(over: Source, base: Source | undefined): Source {
  return base !== undefined && isMapping(over) && isMapping(base) ? { kind: 'layered', over, base } : over;
}

function isMapping(source: Source): boolean {
  return source.kind === 'layered' || (isRecord(source.value) && !isUnresolved(source.value));
}

/** The same source, reached by a further step. */
export function through(source: Source, steps: readonly Step[]): Source {
  if (steps.length === 0) return source;
  if (source.kind === 'written') return { ...source, steps: [...steps, ...source.steps] };
  return { kind: 'layered', over: through(source.over, steps), base: through(source.base, steps) };
}

/** The text whose key or value is shown for a source: where both texts have it, the upper one. */
export function upper(source: Source): WrittenSource {
  let current = source;
  while (current.kind === 'layered') current = current.over;
  return current;
}

export interface SourceReader {
  /** The source of an entry or item; undefined when there is none. References are not followed. */
  readonly child: (source: Source, key: string | number) => Source | undefined;
}

/** Reads sources. What it learns of a mapping's entries is kept as long as the reader. */
export function createSourceReader(anchorsOf: (file: YamlFile) => Anchors): SourceReader {
  const findEntry = createEntryFinder();
  const child = (source: Source, key: string | number): Source | undefined => {
    if (source.kind === 'written') return childOfText(source, key);
    const over = child(source.over, key);
    const base = child(source.base, key);
    return over === undefined ? base : layer(over, base);
  };
  const childOfText = (source: WrittenSource, key: string | number): Source | undefined => {
    const { value } = source;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    const inner = { kind: 'written', value: (value as Readonly<Record<string | number, unknown>>)[key] } as const;
    const { place, steps } = followed(source);
    if (place === undefined) return { ...source, ...inner };
    const { file, node } = place;
    if (node.kind === 'sequence') {
      const item = node.items[Number(key)];
      return { ...inner, key: undefined, node: item && { file, node: item }, steps };
    }
    const found = findEntry(node, String(key), { anchors: anchorsOf(file), value });
    // An input that is a list or mapping is written in one place as a whole.
    if (found === undefined) return { ...inner, key: source.key, node: place, steps };
    const via = found.via.map((alias): Step => ({ kind: 'anchor', name: alias.name, at: { file, node: alias } }));
    const { entry } = found;
    return {
      ...inner,
      key: { file, node: entry.key },
      node: entry.value && { file, node: entry.value },
      steps: [...steps, ...via],
    };
  };
  const followed = (source: WrittenSource): { place: Place | undefined; steps: readonly Step[] } =>
    followAliases(source, anchorsOf);
  return { child };
}

/** An alias of an alias of an … ends here. */
const MAX_ALIAS_CHAIN = 20;

/** Where a value is written once its aliases are followed. */
export function followAliases(
  { node: written, steps: before }: WrittenSource,
  anchorsOf: (file: YamlFile) => Anchors,
): { readonly place: Place | undefined; readonly steps: readonly Step[] } {
  let place = written;
  let steps = before;
  for (let step = 0; place?.node.kind === 'alias' && step < MAX_ALIAS_CHAIN; step++) {
    const { file, node } = place;
    const { name } = place.node;
    const target = anchorsOf(file).get(name);
    if (target === undefined) break;
    steps = [...steps, { kind: 'anchor', name, at: { file, node } }];
    place = { file, node: target };
  }
  return { place, steps };
}
