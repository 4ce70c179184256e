import { isRecord, type DataRecord } from '../../base/record.ts';
import { withDefaults } from './defaults.ts';
import { untyped, type FieldType, type ListType, type ScalarKind, type StructType } from './field-type.ts';
import { parseQuantity, roundedToMilli } from './quantity.ts';
import { isEncrypted, isSameSecret, isSealed } from './sealed.ts';

/** Neither there nor null: a typed null is the same as absent. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Whether a value is the same as nothing for a field of this type, so that the server drops or defaults it. */
export function isZero(type: FieldType, value: unknown): boolean {
  if (isAbsent(value)) return true;
  if (type.pointer || isSealed(value) || isEncrypted(value)) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return isZeroRecord(type, value);
  return isQuantity(type) ? parseQuantity(value)?.nano === 0n : value === 0 || value === '' || value === false;
}

/** Whether the type is a quantity, in a ResourceList or elsewhere. */
export function isQuantity(type: FieldType): boolean {
  return type.kind === 'scalar' && (type.scalar === 'quantity' || type.scalar === 'quantity-list');
}

function isZeroRecord(type: FieldType, value: DataRecord): boolean {
  if (type.kind !== 'struct') return Object.keys(value).length === 0;
  return Object.entries(value).every(([key, child]) => {
    const field = type.field(key);
    return field === undefined ? isAbsent(child) : isZero(field, child);
  });
}

/** Whether both values are stored as the same. `left` and `right` may be absent. */
export function isSame(type: FieldType, left: unknown, right: unknown): boolean {
  return isDeepEqual(canonical(type, left), canonical(type, right));
}

/**
 * The form in which two equal values are alike: nulls and zero values gone, defaults of nested structures filled in,
 * quantities as exact numbers, sets in order. For comparing only; it is never shown.
 */
export function canonical(type: FieldType, value: unknown): unknown {
  if (isAbsent(value)) return undefined;
  if (isSealed(value) || isEncrypted(value)) return value;
  switch (type.kind) {
    case 'scalar':
      return canonicalScalar(type.scalar, value);
    case 'list':
      return Array.isArray(value) ? canonicalList(type, value) : value;
    case 'map':
      return isRecord(value) ? canonicalRecord(value, () => type.element) : value;
    case 'struct':
      return isRecord(value) ? canonicalStruct(type, value) : value;
  }
}

function canonicalScalar(kind: ScalarKind, value: unknown): unknown {
  if (kind === 'any') return canonicalAny(value);
  if (kind === 'quantity' || kind === 'quantity-list') return canonicalNumber(kind, value);
  if (typeof value !== 'string') return value;
  if (kind === 'time') return instant(value);
  return kind === 'bytes' ? value.replaceAll(/[\r\n]/g, '') : value;
}

function canonicalAny(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(untyped, item) ?? null);
  return isRecord(value) ? canonicalRecord(value, () => untyped) : value;
}

function canonicalNumber(kind: 'quantity' | 'quantity-list', value: unknown): unknown {
  const quantity = parseQuantity(value);
  if (quantity === undefined) return value;
  return (kind === 'quantity' ? quantity : roundedToMilli(quantity)).nano;
}

/** RFC 3339 allows several spellings of one instant; the server stores UTC. */
function instant(text: string): string {
  const time = /^\d{4}-\d\d-\d\d[Tt]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

function canonicalList(type: ListType, value: readonly unknown[]): unknown[] {
  const items = value.map((item) => canonical(type.element, item) ?? null);
  return type.mode === 'set' ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
}

function canonicalStruct(type: StructType, value: DataRecord): DataRecord {
  const kept = canonicalRecord(value, (key) => type.field(key) ?? untyped);
  const filled = type.name === '' ? { ...type.defaults, ...kept } : withDefaults(type.name, kept);
  // Defaults are written as a manifest writes them.
  return filled === kept
    ? kept
    : canonicalRecord(filled, (key) => (Object.hasOwn(kept, key) ? undefined : type.field(key)));
}

/** `typeOf` answers undefined for a value that is canonical already. */
function canonicalRecord(value: DataRecord, typeOf: (key: string) => FieldType | undefined): DataRecord {
  const entries: [string, unknown][] = [];
  for (const [key, child] of Object.entries(value)) {
    const type = typeOf(key);
    if (type === undefined) entries.push([key, child]);
    else if (!isZero(type, child)) entries.push([key, canonical(type, child)]);
  }
  return Object.fromEntries(entries);
}

function isDeepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isSealed(left) || isSealed(right)) return isSameSecret(left, right);
  // What is encrypted in Git cannot be compared; that is said once for the object.
  if (isEncrypted(left)) return right !== undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isDeepEqual(item, right[index]));
  }
  return isRecord(left) && isRecord(right) && isEqualRecord(left, right);
}

function isEqualRecord(left: DataRecord, right: DataRecord): boolean {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isDeepEqual(left[key], right[key]))
  );
}
