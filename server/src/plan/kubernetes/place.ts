import type { DataRecord } from '../../base/record.ts';
import { absent, type AttributeChange, type AttributeClass, type Value } from '../model.ts';
import { append, type Path, type PathSegment } from '../path.ts';
import type { BaseView } from './base-view.ts';
import { isAbsent, isQuantity } from './canonical.ts';
import { defaultOf, isAllocated } from './defaults.ts';
import { untyped, type FieldType, type StructType } from './field-type.ts';
import { canonicalQuantity, parseQuantity } from './quantity.ts';
import { isEncrypted, isSealed } from './sealed.ts';

/** How two objects are compared. */
interface Comparison {
  /** `drift`: Git against live, defaults of the server count. `plan`: one rendering against another. */
  readonly purpose: 'drift' | 'plan';
  /** A client-side apply merges what server-side apply replaces: maps and structures that are atomic. */
  readonly mergesAtomicMaps: boolean;
}

/** A node that is compared: where it is, what is known of it, and the structures that hold it on both sides. */
export interface Place {
  readonly comparison: Comparison;
  readonly path: Path;
  readonly type: FieldType;
  /** The structure that the node is a field of. */
  readonly owner?: {
    readonly struct: StructType;
    readonly field: string;
    /** The structure as it is after an apply: what Git declares, over what stays live. Defaults are computed from it. */
    readonly whole: DataRecord;
  };
}

/** The three sides of a node: what Git says, what is live, and what was applied before. */
export interface Sides {
  readonly desired: unknown;
  readonly live: unknown;
  readonly base: BaseView | undefined;
}

/** The place of a field of a structure. A field that the schema does not know has no type. */
export function fieldPlace(place: Place, struct: StructType, field: string, whole: DataRecord): Place {
  return {
    comparison: place.comparison,
    path: append(place.path, { field }),
    type: struct.field(field) ?? untyped,
    owner: { struct, field, whole },
  };
}

/** The place of an element of a list or of a value of a map. */
export function elementPlace(place: Place, segment: PathSegment, type: FieldType): Place {
  return { comparison: place.comparison, path: append(place.path, segment), type };
}

/**
 * The place of an entry of a structure or a map. `whole` is the structure as `owner.whole` says; where all of it is gone from
 * Git, that is what stays live.
 */
export function childPlace(place: Place, field: string, whole: DataRecord): Place {
  const { type } = place;
  if (type.kind === 'struct') return fieldPlace(place, type, field, whole);
  return elementPlace(place, { field }, type.kind === 'scalar' ? type : type.element);
}

/** What the server fills in at this place, or undefined. */
export function defaultAt({ owner }: Place): unknown {
  if (owner === undefined) return undefined;
  const { struct, field, whole } = owner;
  if (struct.name !== '') return defaultOf(struct.name, field, whole);
  return struct.defaults && Object.hasOwn(struct.defaults, field) ? struct.defaults[field] : undefined;
}

/** Whether the server chooses the value at this place. */
export function isAllocatedAt({ owner }: Place): boolean {
  return owner !== undefined && owner.struct.name !== '' && isAllocated(owner.struct.name, owner.field);
}

/** Whether the structure is one of Kubernetes' own and has no such field. */
function isUnknownField({ owner }: Place): boolean {
  return owner !== undefined && owner.struct.name !== '' && owner.struct.field(owner.field) === undefined;
}

/** One difference, still without owners. A secret shows only that it differs. */
export function difference(
  place: Place,
  kind: AttributeClass,
  values: { readonly live: unknown; readonly desired: unknown },
): AttributeChange {
  const note = isUnknownField(place)
    ? `'${place.owner?.field ?? ''}' is no field here; the API server drops it`
    : undefined;
  return {
    path: place.path,
    class: kind,
    before: shown(place.type, values.live),
    after: shown(place.type, values.desired),
    owners: [],
    severity: kind === 'changed' || kind === 'missing' || kind === 'removed' ? 'warning' : 'info',
    ...(note === undefined ? {} : { note }),
  };
}

function shown(type: FieldType, value: unknown): Value {
  if (isAbsent(value)) return absent;
  if (isSealed(value)) return { k: 'secret', same: false };
  if (isEncrypted(value)) return value;
  const quantity = isQuantity(type) ? parseQuantity(value) : undefined;
  return { k: 'known', v: value, ...(quantity ? { text: canonicalQuantity(quantity) } : {}) };
}
