import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { fieldsOf, scalarValue, type Anchors } from '../model/follow.ts';

/** Where a mapping or list of a configuration was written. */
export interface Origin {
  readonly file: YamlFile;
  readonly node: YamlNode;
}

/** Remembers for each mapping and list where it came from, also after it was merged. */
export type Origins = WeakMap<object, Origin>;

const REFERENCE = Symbol('reference');

/** A `!reference` that is not resolved yet. */
export interface Reference {
  readonly [REFERENCE]: unknown;
}

export function isUnresolved(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && REFERENCE in value;
}

/** What stands after the tag `!reference`. */
export function referenceData(reference: Reference): unknown {
  return reference[REFERENCE];
}

export interface ReadOptions {
  readonly file: YamlFile;
  readonly anchors: Anchors;
  readonly origins: Origins;
  /** Fills `$[[ … ]]` in; a text that is one block as a whole becomes the input's own value. */
  readonly interpolate?: (text: string) => unknown;
}

/** What one node could not be read for. */
export type ReadProblem = { readonly kind: 'unknown-alias'; readonly name: string } | { readonly kind: 'too-big' };

/** Aliases may multiply a small text to any size ("billion laughs"). */
const MAX_NODES = 500_000;

/** Reads a node as GitLab's YAML loader does: Ruby's values, `<<` merged, `!reference` kept for later. */
export function readConfigurationValue(
  node: YamlNode | undefined,
  options: ReadOptions,
): { readonly value: unknown; readonly problem: ReadProblem | undefined } {
  const reader = new Reader(options);
  const value = reader.read(node);
  return { value, problem: reader.problem };
}

class Reader {
  problem: ReadProblem | undefined;
  readonly #options: ReadOptions;
  readonly #open = new Set<YamlNode>();
  #budget = MAX_NODES;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  read(node: YamlNode | undefined): unknown {
    if (node === undefined) return null;
    if (this.#budget-- <= 0) return this.#fail({ kind: 'too-big' });
    if (node.kind === 'alias') return this.#alias(node.name);
    if (node.tag === '!reference') return { [REFERENCE]: this.#plain(node) };
    return this.#plain(node);
  }

  #plain(node: YamlNode): unknown {
    if (node.kind === 'scalar') return this.#scalar(node);
    const value = node.kind === 'sequence' ? node.items.map((item) => this.read(item)) : this.#mapping(node);
    this.#options.origins.set(value, { file: this.#options.file, node });
    return value;
  }

  #scalar(node: YamlScalar): unknown {
    const { interpolate } = this.#options;
    if (interpolate && node.text.includes('$[[')) return interpolate(node.text);
    const value = scalarValue(node);
    // Psych reads `:word` as the symbol `word`.
    return typeof value === 'string' && node.style === 'plain' && /^:\w/.test(value) ? value.slice(1) : value;
  }

  #mapping(node: YamlNode): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [key, entry] of fieldsOf(node, this.#options.anchors)) {
      const { interpolate } = this.#options;
      const name = interpolate && key.includes('$[[') ? String(interpolate(key)) : key;
      setOwn(result, name, this.read(entry.value));
    }
    return result;
  }

  #alias(name: string): unknown {
    const target = this.#options.anchors.get(name);
    if (target === undefined) return this.#fail({ kind: 'unknown-alias', name });
    if (this.#open.has(target)) return this.#fail({ kind: 'too-big' });
    this.#open.add(target);
    const value = this.read(target);
    this.#open.delete(target);
    return value;
  }

  #fail(problem: ReadProblem): null {
    this.problem ??= problem;
    return null;
  }
}

/** Plain assignment of `__proto__` would change the object's prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
