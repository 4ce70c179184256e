import { isRecord, ownText, ownValue, ownValueAt, type DataRecord } from '../../base/record.ts';
import { namedStruct, untyped, type FieldType, type StructType } from './field-type.ts';

/** A part of custom resources that is one of Kubernetes' own structures. */
export interface KnownType {
  readonly group: string;
  readonly kind: string;
  /** Field names joined by dots, such as `spec.template.spec`. */
  readonly field: string;
  /** As in Argo CD: `core/v1/PodSpec`. */
  readonly type: string;
}

/** What Argo CD knows without being told. */
const alwaysKnown: readonly KnownType[] = [
  { group: 'argoproj.io', kind: 'Rollout', field: 'spec.template.spec', type: 'core/v1/PodSpec' },
];

/** The structure of a custom resource whose schema is not known: mappings merge, lists are replaced. */
export function unknownKind(group: string, kind: string, known: readonly KnownType[]): StructType {
  const parts = [...alwaysKnown, ...known]
    .filter((part) => part.group === group && part.kind === kind)
    .map(({ field, type }) => ({ steps: field.split('.'), name: type.replaceAll('/', '.') }));
  return withMetadata(openStruct(parts));
}

interface TypedPart {
  readonly steps: readonly string[];
  readonly name: string;
}

function openStruct(parts: readonly TypedPart[]): StructType {
  return {
    kind: 'struct',
    name: '',
    atomic: false,
    pointer: true,
    field: (field) => {
      const inside = parts
        .filter(({ steps }) => steps[0] === field)
        .map(({ steps, name }) => ({ steps: steps.slice(1), name }));
      if (inside.length === 0) return untyped;
      const here = inside.find(({ steps }) => steps.length === 0);
      return here ? (namedStruct(here.name, true) ?? untyped) : openStruct(inside);
    },
  };
}

function withMetadata(struct: StructType): StructType {
  return {
    ...struct,
    field: (field) => (field === 'metadata' ? namedStruct('meta.v1.ObjectMeta', false) : struct.field(field)),
  };
}

/** The structure of a kind that one of the CustomResourceDefinitions describes, or undefined. */
export function customKind(
  definitions: readonly unknown[],
  id: { readonly group: string; readonly version: string; readonly kind: string },
): StructType | undefined {
  for (const definition of definitions) {
    const spec = ownValue(definition, 'spec');
    if (ownText(spec, 'group') !== id.group || ownText(ownValue(spec, 'names'), 'kind') !== id.kind) continue;
    const versions = ownValue(spec, 'versions');
    const version = Array.isArray(versions)
      ? (versions as unknown[]).find((candidate) => ownText(candidate, 'name') === id.version)
      : undefined;
    const schema = ownValueAt(version, 'schema', 'openAPIV3Schema');
    if (isRecord(schema)) return withMetadata(structOf(schema));
  }
  return undefined;
}

/**
 * How server-side apply merges what a structural schema describes
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy): lists are atomic unless the schema says set or map.
 */
function typeOf(schema: unknown): FieldType {
  if (!isRecord(schema)) return untyped;
  if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'scalar', scalar: 'int-or-string', pointer: true };
  if (schema['type'] === 'array') return listOf(schema);
  if (isRecord(schema['properties'])) return structOf(schema);
  const values = schema['additionalProperties'];
  if (isRecord(values)) return { kind: 'map', atomic: isAtomic(schema), element: typeOf(values), pointer: true };
  return untyped;
}

function listOf(schema: DataRecord): FieldType {
  const element = typeOf(schema['items']);
  const keys = schema['x-kubernetes-list-map-keys'];
  const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  const mode = schema['x-kubernetes-list-type'];
  if (mode === 'map' && names.length > 0) return { kind: 'list', mode: 'keyed', keys: names, element, pointer: true };
  return { kind: 'list', mode: mode === 'set' ? 'set' : 'atomic', keys: [], element, pointer: true };
}

function structOf(schema: DataRecord): StructType {
  const properties = schema['properties'];
  const defaults = isRecord(properties)
    ? Object.entries(properties).flatMap(([name, property]): [string, unknown][] => {
        const value = ownValue(property, 'default');
        return value === undefined ? [] : [[name, value]];
      })
    : [];
  return {
    kind: 'struct',
    name: '',
    atomic: isAtomic(schema),
    pointer: true,
    field: (field) => typeOf(ownValue(properties, field)),
    defaults: Object.fromEntries(defaults),
  };
}

function isAtomic(schema: DataRecord): boolean {
  return schema['x-kubernetes-map-type'] === 'atomic';
}
