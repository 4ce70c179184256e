import { isRecord, ownValue } from '../../base/record.ts';
import type { AttributeChange } from '../model.ts';
import { canonical, isAbsent, isQuantity, isSame, isZero } from './canonical.ts';
import { untyped, type FieldType } from './field-type.ts';
import { difference, elementPlace, fieldPlace, type Place } from './place.ts';

/** Compares a scalar, or a list, map or structure that is replaced as a whole. What differs inside is nested in the one change. */
export function compareWhole(place: Place, desired: unknown, live: unknown): AttributeChange[] {
  const { type } = place;
  if (isSame(type, desired, live)) return compareSpelling(place, desired, live);
  if (isAbsent(live)) return [difference(place, 'missing', { live, desired })];
  if (isSameInAnotherOrder(type, desired, live)) {
    return [{ ...difference(place, 'order-only', { live, desired }), note: 'The controller keeps its own order' }];
  }
  const nested = differencesInside(place, desired, live);
  const change = difference(place, 'changed', { live, desired });
  return [nested.length > 0 ? { ...change, nested } : change];
}

/** The same quantity may be stored in another spelling. */
function compareSpelling(place: Place, desired: unknown, live: unknown): AttributeChange[] {
  if (!isQuantity(place.type) || String(desired) === String(live)) return [];
  return [difference(place, 'equal-other-form', { live, desired })];
}

/** An autoscaler's controller sorts its metrics (https://github.com/kubernetes/kubernetes/issues/74099). */
function isSameInAnotherOrder(type: FieldType, desired: unknown, live: unknown): boolean {
  if (
    type.kind !== 'list' ||
    type.element.kind !== 'struct' ||
    !/^autoscaling\.v\w+\.MetricSpec$/.test(type.element.name)
  ) {
    return false;
  }
  if (!Array.isArray(desired) || !Array.isArray(live) || desired.length !== live.length) return false;
  const rest = [...(live as unknown[])];
  return (desired as unknown[]).every((item) => {
    const index = rest.findIndex((other) => isSame(type.element, item, other));
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
}

function differencesInside(place: Place, desired: unknown, live: unknown): AttributeChange[] {
  if (Array.isArray(desired) && Array.isArray(live)) {
    const [left, right] = [desired as unknown[], live as unknown[]];
    const element: FieldType = place.type.kind === 'list' ? place.type.element : untyped;
    return Array.from({ length: Math.max(left.length, right.length) }).flatMap((_, index) =>
      compareInside(elementPlace(place, { index }, element), left[index], right[index]),
    );
  }
  if (!isRecord(desired) || !isRecord(live)) return [];
  const { type } = place;
  // Defaults and what the server adds are the same on both sides in the canonical form of the whole.
  const [left, right] = [canonical(type, desired), canonical(type, live)];
  const differs = (field: string): boolean => !isSame(untyped, ownValue(left, field), ownValue(right, field));
  const names = [...new Set([...Object.keys(desired), ...Object.keys(live)])].filter(differs);
  return names.flatMap((field) => {
    const child =
      type.kind === 'struct'
        ? fieldPlace(place, type, field, desired)
        : elementPlace(place, { field }, type.kind === 'map' ? type.element : untyped);
    return compareInside(child, ownValue(desired, field), ownValue(live, field));
  });
}

function compareInside(place: Place, desired: unknown, live: unknown): AttributeChange[] {
  const { type } = place;
  if (isSame(type, desired, live) || (isZero(type, desired) && isZero(type, live))) return [];
  if (isZero(type, desired)) return [difference(place, 'removed', { live, desired: undefined })];
  if (canonical(type, live) === undefined) return [difference(place, 'missing', { live: undefined, desired })];
  const inside = differencesInside(place, desired, live);
  return inside.length > 0 ? inside : [difference(place, 'changed', { live, desired })];
}
