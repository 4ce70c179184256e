/** A mapping as it comes out of YAML or JSON. Its keys are data: look them up with `ownValue`. */
export type DataRecord = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping: neither null, a list nor a scalar. */
export function isRecord(value: unknown): value is DataRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mapping, or an empty one instead of anything else. */
export function recordOrEmpty(value: unknown): DataRecord {
  return isRecord(value) ? value : {};
}

/** The value under a key of a mapping; undefined for anything else. Inherited names such as `constructor` are no keys. */
export function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The string under a key, or undefined. */
export function ownText(value: unknown, key: string): string | undefined {
  const found = ownValue(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** The value at the end of a way of keys. */
export function ownValueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((current, key) => ownValue(current, key), value);
}

/** What JavaScript takes for an index: it lists such keys before all others, in the order of their numbers. */
const INDEX = /^(?:0|[1-9]\d*)$/;
const ORDER = Symbol('order of keys');

function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && INDEX.test(key);
}

interface Ordered {
  readonly [ORDER]?: string[];
}

/**
 * Sets a key of a mapping that is being built. `__proto__` becomes a key like any other, and where a key is a number, as
 * a job `10` or a variable `2` may be, the order in which keys came is remembered for `orderedKeys`.
 */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  const order = (target as Ordered)[ORDER];
  if (order !== undefined) {
    if (!Object.hasOwn(target, key)) order.push(key);
  } else if (isIndex(key) && !Object.hasOwn(target, key)) {
    Object.defineProperty(target, ORDER, { value: [...Object.keys(target), key] });
  }
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** The keys of a mapping in the order in which `setOwn` was given them. */
export function orderedKeys(value: object): readonly string[] {
  const order = (value as Ordered)[ORDER];
  const keys = Object.keys(value);
  if (order === undefined) return keys;
  const known = new Set(order);
  return [...order.filter((key) => Object.hasOwn(value, key)), ...keys.filter((key) => !known.has(key))];
}

/** The keys of a mapping with their values in the order in which `setOwn` was given them. */
export function orderedEntries(value: object): readonly (readonly [string, unknown])[] {
  if ((value as Ordered)[ORDER] === undefined) return Object.entries(value);
  return orderedKeys(value).map((key) => [key, (value as DataRecord)[key]]);
}

/** A mapping without one of its keys. */
export function withoutKey(value: DataRecord, left: string): DataRecord {
  const result: Record<string, unknown> = {};
  for (const [key, own] of orderedEntries(value)) if (key !== left) setOwn(result, key, own);
  return result;
}
