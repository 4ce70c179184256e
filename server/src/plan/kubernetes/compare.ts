import { isRecord, ownValue, type DataRecord } from '../../base/record.ts';
import type { AttributeChange } from '../model.ts';
import type { BaseView } from './base-view.ts';
import { isAbsent, isSame, isZero } from './canonical.ts';
import { compareKeyedList, compareSet } from './compare-list.ts';
import { compareWhole } from './compare-whole.ts';
import type { StructType } from './field-type.ts';
import { childPlace, defaultAt, difference, isAllocatedAt, type Place, type Sides } from './place.ts';
import { isEncrypted, isSealedNull } from './sealed.ts';
import { compareUndeclared } from './undeclared.ts';

/**
 * The differences at and below a place, by the merge rules of its type. What Git does not declare is only reported as
 * removed (it was applied before) or as unowned.
 */
function compareNode(place: Place, sides: Sides): AttributeChange[] {
  const { desired, live } = sides;
  if (isAbsent(desired)) return compareUndeclared(place, live, sides.base);
  if (isEncrypted(desired)) return isAbsent(live) ? [difference(place, 'missing', { live, desired })] : [];
  if (isZero(place.type, desired)) return compareZero(place, sides);
  if (isAbsent(live) && isWhatAbsentMeans(place, desired)) return [];
  return compareDeclared(place, sides);
}

/** The declared value is what the server stores as nothing, so its default counts, or what it chose itself. */
function compareZero(place: Place, { desired, live, base }: Sides): AttributeChange[] {
  if (isZero(place.type, live)) return [];
  if (isMerged(place)) return compareUndeclared(place, live, base);
  if (isAllocatedAt(place) || isSame(place.type, defaultAt(place), live)) return [];
  return [difference(place, 'changed', { live, desired })];
}

/** Fields in which false means the same as absent, although the server stores it. */
const falseByNature: ReadonlySet<string> = new Set(['immutable', 'optional']);

function isWhatAbsentMeans(place: Place, desired: unknown): boolean {
  if (isSealedNull(desired)) return true;
  if (desired === false && falseByNature.has(place.owner?.field ?? '')) return true;
  const byDefault = defaultAt(place);
  return place.comparison.purpose === 'drift' && byDefault !== undefined && isSame(place.type, byDefault, desired);
}

function compareDeclared(place: Place, sides: Sides): AttributeChange[] {
  const { type } = place;
  const { desired, live } = sides;
  if (type.kind === 'list' && type.mode !== 'atomic' && Array.isArray(desired) && isListOrAbsent(live)) {
    const lists = { desired: desired as unknown[], live: listOf(live), base: sides.base };
    return type.mode === 'set' ? compareSet(place, lists) : compareKeyedList(place, type, lists, compareNode);
  }
  if (!isMerged(place) || !isRecord(desired)) return compareWhole(place, desired, live);
  if (type.kind === 'map' && isAbsent(live)) return compareEntries(place, { desired, live: {}, base: sides.base });
  if (isAbsent(live)) return [difference(place, 'missing', { live, desired })];
  if (!isRecord(live)) return [difference(place, 'changed', { live, desired })];
  return compareEntries(place, { desired, live, base: sides.base });
}

/** Whether a node is merged part by part rather than replaced. */
function isMerged({ type, comparison }: Place): boolean {
  if (type.kind === 'list') return type.mode !== 'atomic';
  if (type.kind === 'scalar') return type.scalar === 'any';
  return !type.atomic || comparison.mergesAtomicMaps;
}

function compareEntries(
  place: Place,
  sides: { readonly desired: DataRecord; readonly live: DataRecord; readonly base: BaseView | undefined },
): AttributeChange[] {
  const { desired, live, base } = sides;
  const names = new Set([...Object.keys(desired), ...Object.keys(live)]);
  const whole = { ...live, ...desired };
  return [...names].flatMap((field) =>
    compareNode(childPlace(place, field, whole), {
      desired: ownValue(desired, field),
      live: ownValue(live, field),
      base: base?.step({ field }),
    }),
  );
}

/** Compares two whole objects. */
export function compareRoot(
  root: Pick<Place, 'comparison' | 'path'>,
  type: StructType,
  sides: { readonly desired: DataRecord; readonly live: DataRecord; readonly base: BaseView | undefined },
): AttributeChange[] {
  return compareEntries({ ...root, type }, sides);
}

function isListOrAbsent(value: unknown): boolean {
  return isAbsent(value) || Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
