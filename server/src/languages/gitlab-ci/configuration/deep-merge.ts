import { isRecord, orderedEntries, setOwn } from '../../../base/record.ts';
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
