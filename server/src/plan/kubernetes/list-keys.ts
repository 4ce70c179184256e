import { isRecord, ownValue } from '../../base/record.ts';
import type { KeyValue } from '../path.ts';
import { isAbsent } from './canonical.ts';
import { defaultOf } from './defaults.ts';
import type { FieldType, ListType } from './field-type.ts';

/** What tells one element of a list from the others. */
export type Keys = Readonly<Record<string, KeyValue>>;

/** An element's keys, defaults filled in: a port without protocol is a TCP port. */
export function keysOf(type: ListType, value: unknown): Keys | undefined {
  if (!isRecord(value)) return undefined;
  const keys: Record<string, KeyValue> = {};
  for (const key of type.keys) {
    const found = ownValue(value, key);
    const filled = isAbsent(found) || found === '' ? defaultOfKey(type.element, key, value) : found;
    if (typeof filled === 'string' || typeof filled === 'number' || typeof filled === 'boolean') keys[key] = filled;
  }
  return Object.keys(keys).length > 0 ? keys : undefined;
}

function defaultOfKey(element: FieldType, key: string, value: Readonly<Record<string, unknown>>): unknown {
  if (element.kind !== 'struct') return undefined;
  return element.name === '' ? ownValue(element.defaults, key) : defaultOf(element.name, key, value);
}
