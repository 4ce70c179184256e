import { jsonText } from '../base/json.ts';
import { orderedEntries, setOwn } from '../base/record.ts';
import type { Dialect, ScalarValue } from './dialect.ts';
import { scalarText, type Span, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './node.ts';

/** What could not be turned into a value, at its place. The value holds null there. */
interface ValueProblem {
  readonly code: 'unknown-alias' | 'cyclic-alias' | 'too-many-aliases' | 'merge-of-no-mapping';
  readonly at: Span;
  /** The alias's name, where there is one. */
  readonly name: string;
}

interface ValueOptions {
  readonly dialect: Dialect;
  /** The anchors that aliases may name: those of the whole document. */
  readonly anchors: ReadonlyMap<string, YamlNode>;
  /** What a node with a tag of its own stands for; by default tags that are not YAML's own are ignored. `read` ignores it. */
  readonly readTag?: (tag: string, node: YamlNode, read: () => unknown) => unknown;
  /** What stands for the text of a scalar or key, for programs that fill something in; undefined keeps the text as it is. */
  readonly fillIn?: (text: string) => unknown;
  /** Is told of each mapping and list that is read, to remember where it stands. */
  readonly onCollection?: (value: object, node: YamlNode) => void;
}

export interface ReadValue {
  readonly value: unknown;
  readonly problems: readonly ValueProblem[];
}

/** Aliases may multiply a small text to any size ("billion laughs"); beyond this many nodes the rest is null. */
const MAX_NODES = 1_000_000;

/** Aliases may chain to any depth as well. GitLab refuses a value nested deeper than 100, and no manifest comes near. */
const MAX_DEPTH = 110;

const CORE_TAG = 'tag:yaml.org,2002:';

/**
 * Reads a node as plain data: objects, arrays and scalars. `<<` is merged as the dialect does (of several sources the
 * earlier win, https://yaml.org/type/merge.html), the last of equal keys wins, a missing value is null.
 */
export function toValue(root: YamlNode | undefined, options: ValueOptions): ReadValue {
  const reader = new Reader(options);
  return { value: reader.read(root), problems: reader.problems };
}

class Reader {
  readonly problems: ValueProblem[] = [];
  readonly #options: ValueOptions;
  readonly #open = new Set<YamlNode>();
  /** The anchors met so far. One may be given again, and an alias means the one before it. */
  readonly #named = new Map<string, YamlNode>();
  readonly #targets = new Map<YamlNode, YamlNode>();
  #budget = MAX_NODES;
  #depth = 0;

  constructor(options: ValueOptions) {
    this.#options = options;
  }

  read(node: YamlNode | undefined): unknown {
    if (node === undefined) return null;
    if (this.#budget-- <= 0 || this.#depth > MAX_DEPTH) return this.#refuseMore(node);
    this.#depth++;
    const value = this.#readKind(node);
    this.#depth--;
    return value;
  }

  #readKind(node: YamlNode): unknown {
    if (node.kind === 'alias') return this.#readAlias(node.name, node);
    const { tag, anchor } = node;
    if (anchor !== undefined && this.#open.size === 0) this.#named.set(anchor, node);
    const { readTag } = this.#options;
    if (tag !== undefined && !tag.startsWith(CORE_TAG) && tag !== '!' && readTag) {
      return readTag(tag, node, () => this.#readPlain(node));
    }
    return this.#readPlain(node);
  }

  #readPlain(node: Exclude<YamlNode, { kind: 'alias' }>): unknown {
    const { dialect, fillIn, onCollection } = this.#options;
    if (node.kind === 'scalar') {
      const filled = fillIn?.(node.text);
      return filled === undefined ? readScalar(node, dialect) : filled;
    }
    const value = node.kind === 'sequence' ? node.items.map((item) => this.read(item)) : this.#readMapping(node);
    onCollection?.(value, node);
    return value;
  }

  #refuseMore(at: YamlNode): null {
    if (!this.problems.some(({ code }) => code === 'too-many-aliases')) {
      this.problems.push({ code: 'too-many-aliases', at, name: at.kind === 'alias' ? at.name : '' });
    }
    return null;
  }

  #readAlias(name: string, at: YamlNode): unknown {
    const target = this.#targets.get(at) ?? this.#named.get(name) ?? this.#options.anchors.get(name);
    if (target !== undefined) this.#targets.set(at, target);
    if (target === undefined || this.#open.has(target)) {
      this.problems.push({ code: target === undefined ? 'unknown-alias' : 'cyclic-alias', at, name });
      return null;
    }
    this.#open.add(target);
    const value = this.read(target);
    this.#open.delete(target);
    return value;
  }

  #readMapping(mapping: YamlMapping): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const isInPlace = this.#options.dialect.mergeKeys === 'in-place';
    if (!isInPlace) for (const entry of mapping.entries) if (isMergeKey(entry)) this.#mergeInto(result, entry);
    for (const entry of mapping.entries) {
      if (!isMergeKey(entry)) setOwn(result, this.#keyText(entry.key), this.read(entry.value));
      else if (isInPlace) this.#mergeInto(result, entry);
    }
    return result;
  }

  #keyText(key: YamlNode): string {
    const { dialect, anchors, fillIn } = this.#options;
    const node = key.kind === 'alias' ? anchors.get(key.name) : key;
    if (node?.kind !== 'scalar') return key.kind === 'alias' ? `*${key.name}` : '{}';
    const filled = fillIn?.(node.text);
    if (filled !== undefined) return typeof filled === 'string' ? filled : jsonText(filled);
    return dialect.id === 'kubernetes' ? kubernetesKey(node, dialect) : node.text;
  }

  #tellUnmerged(sources: readonly YamlNode[]): void {
    this.problems.push(...sources.map((at) => ({ code: 'merge-of-no-mapping', at, name: '<<' }) as const));
  }

  #mergeInto(target: Record<string, unknown>, { key, value }: YamlEntry): void {
    const sources = value?.kind === 'sequence' ? value.items : [value];
    const merged = sources.map((source) => this.read(source));
    if (this.#options.dialect.mergeKeys === 'in-place' && !merged.every(isMerged)) {
      // Psych then takes `<<` for a key like any other (`Psych::Visitors::ToRuby#revive_hash`).
      setOwn(target, scalarText(key) ?? '', value?.kind === 'sequence' ? merged : merged[0]);
      return;
    }
    this.#tellUnmerged(
      sources.flatMap((source, index) => (source === undefined || isMerged(merged[index]) ? [] : [source])),
    );
    // Of several sources the first wins, so they are laid on in reverse.
    for (const values of merged.filter(isMerged).toReversed()) {
      for (const [name, own] of orderedEntries(values)) setOwn(target, name, own);
    }
  }
}

function isMerged(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an entry is `<<`. Quoted it is an ordinary key. */
export function isMergeKey({ key }: YamlEntry): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.text === '<<';
}

/** A scalar's value in a dialect: quoted and block scalars are strings, YAML's own tags are obeyed. */
export function readScalar(node: YamlScalar, dialect: Dialect): ScalarValue {
  if (node.tag !== undefined && node.tag.startsWith(CORE_TAG)) {
    const type = node.tag.slice(CORE_TAG.length);
    return type === 'str' || type === 'binary' ? node.text : dialect.resolvePlain(node.text);
  }
  return node.style === 'plain' && node.tag !== '!' ? dialect.resolvePlain(node.text) : node.text;
}

/** Kubernetes reads a key like any scalar and then makes it a string again: the key `n` is "false", `012` is "10". */
function kubernetesKey(key: YamlScalar, dialect: Dialect): string {
  const value = readScalar(key, dialect);
  return value === null ? key.text : String(value);
}
