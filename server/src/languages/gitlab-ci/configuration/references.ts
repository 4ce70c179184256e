import { jsonText } from '../../../base/json.ts';
import { type DataRecord, isRecord, orderedEntries, ownValue, setOwn } from '../../../base/record.ts';
import type { Resolved } from './extends.ts';
import { isUnresolved, referenceData, type Origins, type Reference } from './configuration-value.ts';

interface Walk {
  readonly configuration: DataRecord;
  readonly origins: Origins;
  readonly mayBeElsewhere: boolean;
  readonly open: Set<Reference>;
  readonly chain: string[];
  /** How much more the references may put in place. */
  budget: number;
  error: string | undefined;
}

/** References to lists of references may multiply a small text to any size; no pipeline comes near this many values. */
const MAX_VALUES = 500_000;

/** Puts in place of every `!reference` what it names, references in it resolved too (lib/gitlab/ci/config/yaml/tags). */
export function resolveReferences(configuration: DataRecord, origins: Origins, mayBeElsewhere = false): Resolved {
  const fresh = { open: new Set<Reference>(), chain: [], budget: MAX_VALUES, error: undefined };
  const walk: Walk = { configuration, origins, mayBeElsewhere, ...fresh };
  const value = resolve(walk, configuration);
  return walk.error === undefined && isRecord(value)
    ? { ok: true, value }
    : { ok: false, error: walk.error ?? 'Invalid configuration format' };
}

/** How many values there are in lists and mappings that hold no reference: those stay what they are. */
const sizes = new WeakMap<object, number>();

function resolve(walk: Walk, value: unknown): unknown {
  if (walk.open.size > 0 && (walk.budget -= sizeOf(value)) <= 0) return fail(walk, 'The parsed YAML is too big');
  if (walk.error !== undefined || typeof value !== 'object' || value === null || sizes.has(value)) return value;
  if (isUnresolved(value)) return resolveReference(walk, value);
  const result = Array.isArray(value) ? resolveItems(walk, value) : resolveMapping(walk, value);
  if (result === value) return value;
  const origin = walk.origins.get(value);
  if (origin !== undefined) walk.origins.set(result, origin);
  return result;
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? (sizes.get(value) ?? 1) : 1;
}

function resolveItems(walk: Walk, list: readonly unknown[]): readonly unknown[] {
  const items = list.map((item) => resolve(walk, item));
  if (walk.error !== undefined || items.some((item, index) => item !== list[index] || isUnresolved(item))) return items;
  sizes.set(list, 1 + items.reduce<number>((sum, item) => sum + sizeOf(item), 0));
  return list;
}

function resolveMapping(walk: Walk, value: object): object {
  const result: Record<string, unknown> = {};
  let size = 1;
  let isSame = true;
  for (const [key, item] of orderedEntries(value)) {
    const resolved = resolve(walk, item);
    isSame &&= resolved === item && !isUnresolved(item);
    size += sizeOf(resolved);
    setOwn(result, key, resolved);
  }
  if (!isSame || walk.error !== undefined) return result;
  sizes.set(value, size);
  return value;
}

function resolveReference(walk: Walk, reference: Reference): unknown {
  const data = referenceData(reference);
  const name = inspect(data);
  if (!Array.isArray(data) || data.length === 0 || !data.every((key) => typeof key === 'string')) {
    return fail(walk, `!reference ${name} is not valid`);
  }
  if (walk.open.has(reference)) return fail(walk, `!reference ${name} is part of a circular chain`);
  walk.open.add(reference);
  const target = dig(walk, data);
  if (target === undefined || target === null) {
    walk.open.delete(reference);
    return walk.mayBeElsewhere ? null : fail(walk, `!reference ${name} could not be found`);
  }
  const value = resolve(walk, target);
  walk.open.delete(reference);
  return value;
}

/** Follows keys of mappings; a reference on the way is resolved first. */
function dig(walk: Walk, keys: readonly string[]): unknown {
  let value: unknown = walk.configuration;
  for (const key of keys) {
    if (isUnresolved(value)) value = resolveReference(walk, value);
    value = ownValue(value, key);
  }
  return value;
}

function fail(walk: Walk, error: string): null {
  walk.error ??= error;
  return null;
}

/** A value as Ruby's `inspect` writes it. */
export function inspect(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return `[${value.map(inspect).join(', ')}]`;
  if (isRecord(value)) {
    const entries = orderedEntries(value).map(([key, item]) => `${JSON.stringify(key)}=>${inspect(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'bigint' ? String(value) : jsonText(value);
}
