import { parseJson } from '../../base/json.ts';
import { type DataRecord, isRecord, ownValue, recordOrEmpty } from '../../base/record.ts';
import type { FieldSet } from './base-view.ts';
import type { Location } from './jq.ts';

interface Branch {
  readonly children: Map<string | number, Branch>;
  isRemoved: boolean;
}

/** A copy of an object without what is at the places. The root itself leaves an empty object. */
export function prune(object: DataRecord, locations: readonly Location[]): DataRecord {
  const root: Branch = { children: new Map(), isRemoved: false };
  for (const location of locations) plant(root, location);
  if (root.isRemoved) return {};
  const pruned = cut(object, root);
  return recordOrEmpty(pruned);
}

function plant(root: Branch, location: Location): void {
  let branch = root;
  for (const step of location) {
    const next = branch.children.get(step) ?? { children: new Map<string | number, Branch>(), isRemoved: false };
    branch.children.set(step, next);
    branch = next;
  }
  branch.isRemoved = true;
}

function cut(value: unknown, branch: Branch): unknown {
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((item, index) => {
      // A JSON pointer writes an index as text.
      const child = branch.children.get(index) ?? branch.children.get(String(index));
      if (child === undefined) return [item];
      return child.isRemoved ? [] : [cut(item, child)];
    });
  }
  if (!isRecord(value) || branch.children.size === 0) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const child = branch.children.get(key);
    if (child === undefined) return [[key, item]];
    return child.isRemoved ? [] : [[key, cut(item, child)]];
  });
  return Object.fromEntries(entries);
}

/**
 * The places in an object that a set of owned fields names. Keys of list elements are left out: without them the
 * element could not be found any more.
 */
export function locationsOf(fields: FieldSet, value: unknown, at: Location = []): Location[] {
  const inside = Object.entries(fields).filter(([key]) => key !== '.');
  if (inside.length === 0) return [at];
  return inside.flatMap(([key, child]) => {
    const step = stepOf(key, value);
    if (step === undefined || !isRecord(child)) return [];
    const next = typeof step === 'number' ? (value as unknown[])[step] : ownValue(value, step);
    return locationsOf(key.startsWith('k:') ? withoutKeys(child, key) : child, next, [...at, step]).filter(
      // An element of which only keys are owned is owned as an element, which is judged by its path instead.
      (location) => !(key.startsWith('k:') && location.length === at.length + 1),
    );
  });
}

function stepOf(key: string, value: unknown): string | number | undefined {
  if (key.startsWith('f:')) return ownValue(value, key.slice(2)) === undefined ? undefined : key.slice(2);
  if (!Array.isArray(value)) return undefined;
  const parsed = parseJson(key.slice(2));
  if (!parsed.ok) return undefined;
  const items = value as unknown[];
  const wanted = parsed.value;
  const index = items.findIndex((item) => {
    if (!key.startsWith('k:')) return item === wanted;
    return (
      isRecord(wanted) &&
      Object.entries(wanted).every(([name, keyValue]) => (ownValue(item, name) ?? keyValue) === keyValue)
    );
  });
  return index < 0 ? undefined : index;
}

function withoutKeys(fields: FieldSet, key: string): FieldSet {
  const parsed = parseJson(key.slice(2));
  const names = parsed.ok && isRecord(parsed.value) ? Object.keys(parsed.value) : [];
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !names.includes(field.slice(2))));
}
