import type { YamlFile } from '../../../yaml/file.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { toValue, type ReadValue } from '../../../yaml/value.ts';
import type { Anchors } from '../model/follow.ts';

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

/** Whether a value is a `!reference` that is still to be followed. */
export function isUnresolved(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && REFERENCE in value;
}

/** What stands after the tag `!reference`. */
export function referenceData(reference: Reference): unknown {
  return reference[REFERENCE];
}

interface ReadOptions {
  readonly file: YamlFile;
  readonly anchors: Anchors;
  readonly origins: Origins;
  /** Fills `$[[ … ]]` in; a text that is one block as a whole becomes the input's own value. */
  readonly interpolate?: (text: string) => unknown;
}

/** With a tag of its own a scalar is not read as a number or truth value; nothing is an empty list. */
function referenced(node: YamlNode, read: () => unknown): unknown {
  if (node.kind !== 'scalar') return read();
  return node.style === 'plain' && node.text === '' ? [] : node.text;
}

/** Reads a node as GitLab's YAML loader does: Ruby's values, `<<` merged, `!reference` kept for later. */
export function readConfigurationValue(node: YamlNode | undefined, options: ReadOptions): ReadValue {
  const { file, anchors, origins, interpolate } = options;
  return toValue(node, {
    dialect: psychDialect,
    anchors,
    readTag: (tag, own, read) => (tag === '!reference' ? { [REFERENCE]: referenced(own, read) } : read()),
    onCollection: (value, at) => origins.set(value, { file, node: at }),
    ...(interpolate && { fillIn: (text) => (text.includes('$[[') ? interpolate(text) : undefined) }),
  });
}
