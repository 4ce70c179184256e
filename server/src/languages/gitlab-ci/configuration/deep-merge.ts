import { isRecord, orderedEntries, setOwn, type DataRecord } from '../../../base/record.ts';
import { isUnresolved, type Origins } from './configuration-value.ts';

/**
 * Lays one value over another as GitLab does for includes and `extends`: mappings are merged key by key, anything else
 * takes the place of what was there. The result stands where the upper one stood.
 */
export function deepMerge(base: unknown, over: unknown, origins: Origins): unknown {
  if (!isRecord(base) || !isRecord(over) || isUnresolved(base) || isUnresolved(over)) return over;
  const result: Record<string, unknown> = {};
  for (const [key, value] of orderedEntries(base)) setOwn(result, key, value);
  for (const [key, value] of orderedEntries(over)) {
    setOwn(result, key, Object.hasOwn(base, key) ? deepMerge(base[key], value, origins) : value);
  }
  const origin = origins.get(over) ?? origins.get(base);
  if (origin !== undefined) origins.set(result, origin);
  return result;
}

type Merges = WeakMap<object, WeakMap<object, unknown>>;

const known = new WeakMap<Origins, Merges>();

/**
 * The same, and the same object for the same two: of a pipeline of many files one changes with a key, and what is made
 * of the others is made once. Nobody changes a merged value.
 */
export function mergeOnce(base: DataRecord, over: unknown, origins: Origins): unknown {
  if (!isRecord(over)) return over;
  const merges: Merges = known.get(origins) ?? new WeakMap<object, WeakMap<object, unknown>>();
  known.set(origins, merges);
  const ofBase = merges.get(base) ?? new WeakMap<object, unknown>();
  merges.set(base, ofBase);
  const before = ofBase.get(over);
  if (before !== undefined) return before;
  const merged = deepMerge(base, over, origins);
  ofBase.set(over, merged);
  return merged;
}

/** What a row of merges begins with. */
export const NOTHING: DataRecord = {};
