/** A mapping as it comes out of YAML or JSON. Its keys are data: look them up with `ownValue`. */
export type DataRecord = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping: neither null, a list nor a scalar. */
export function isRecord(value: unknown): value is DataRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
