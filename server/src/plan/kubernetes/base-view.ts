import { parseJson } from '../../base/json.ts';
import { isRecord, ownValue, type DataRecord } from '../../base/record.ts';
import type { KeyValue, PathSegment } from '../path.ts';

/**
 * What was applied before, seen from one node of the object: either the last applied object, or the fields that the
 * applier owns. `step` answers undefined where nothing of that was applied.
 */
export interface BaseView {
  readonly step: (segment: PathSegment) => BaseView | undefined;
  /** Whether the node itself was applied, not only something in it. */
  readonly isOwned: boolean;
}

/** A view of the last applied object. Elements of lists are found by their keys. */
export function baseOfValue(value: unknown): BaseView | undefined {
  if (value === null || value === undefined) return undefined;
  return { isOwned: true, step: (segment) => baseOfValue(stepInto(value, segment)) };
}

function stepInto(value: unknown, segment: PathSegment): unknown {
  if ('field' in segment) return ownValue(value, segment.field);
  if (!Array.isArray(value)) return undefined;
  const items = value as unknown[];
  if ('index' in segment) return items[segment.index];
  if ('member' in segment) return items.find((item) => item === segment.member);
  return items.find((item) => isRecord(item) && hasKeys(item, segment.keys));
}

/** A manifest may leave out a key that has a default, such as the protocol of a port; one key must be there and match. */
function hasKeys(item: DataRecord, keys: Readonly<Record<string, KeyValue>>): boolean {
  const entries = Object.entries(keys);
  const present = entries.filter(([key]) => ownValue(item, key) !== undefined);
  return (
    present.length > 0 &&
    present.every(([key, value]) => ownValue(item, key) === value) &&
    entries.every(([key, value]) => ownValue(item, key) !== undefined || (key === 'protocol' && value === 'TCP'))
  );
}

/**
 * A set of fields in the notation of managedFields (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management):
 * `f:` field, `k:` element by keys, `v:` member of a set, `i:` element by index, `.` the node itself.
 */
export type FieldSet = DataRecord;

/** The part of a field set below one step, or undefined when it holds nothing there. */
export function stepFieldSet(fields: FieldSet, segment: PathSegment): FieldSet | undefined {
  const found = 'field' in segment ? ownValue(fields, `f:${segment.field}`) : findElement(fields, segment);
  return isRecord(found) ? found : undefined;
}

function findElement(fields: FieldSet, segment: Exclude<PathSegment, { field: string }>): unknown {
  if ('index' in segment) return ownValue(fields, `i:${segment.index}`);
  return Object.entries(fields).find(([key]) => isStepOf(key, segment))?.[1];
}

function isStepOf(key: string, segment: Exclude<PathSegment, { field: string } | { index: number }>): boolean {
  const parsed = parseJson(key.slice(2));
  if (!parsed.ok) return false;
  if ('member' in segment) return key.startsWith('v:') && parsed.value === segment.member;
  if (!key.startsWith('k:') || !isRecord(parsed.value)) return false;
  const keys = parsed.value;
  const expected = Object.entries(segment.keys);
  return (
    Object.keys(keys).length === expected.length && expected.every(([name, value]) => ownValue(keys, name) === value)
  );
}

/** Whether the set holds the node itself, not only parts of it. */
export function ownsNode(fields: FieldSet): boolean {
  return Object.hasOwn(fields, '.') || Object.keys(fields).length === 0;
}

/** A view of the fields that the applier owns and nobody else does: server-side apply removes just these. */
export function baseOfFieldSets(own: FieldSet, others: readonly FieldSet[]): BaseView {
  return {
    isOwned: ownsNode(own) && !others.some(ownsNode),
    step: (segment) => {
      const inner = stepFieldSet(own, segment);
      if (inner === undefined) return undefined;
      const rest = others.map((fields) => stepFieldSet(fields, segment)).filter((fields) => fields !== undefined);
      return baseOfFieldSets(inner, rest);
    },
  };
}
