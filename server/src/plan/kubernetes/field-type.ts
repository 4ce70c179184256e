import data from '../../../../schemas/kubernetes/merge/types.json' with { type: 'json' };

/** `quantity-list` is the quantity of a ResourceList, which the API server rounds up to milli. */
export type ScalarKind =
  'string' | 'number' | 'boolean' | 'any' | 'quantity' | 'quantity-list' | 'int-or-string' | 'time' | 'bytes';

/**
 * What Kubernetes knows of a field. `pointer` says that the zero value differs from absent: without it `0`, `""`, `false`,
 * `[]` and `{}` are the same as nothing. An `atomic` structure, map or list is owned and replaced as a whole.
 */
export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarKind; readonly pointer: boolean }
  | StructType
  | { readonly kind: 'map'; readonly atomic: boolean; readonly element: FieldType; readonly pointer: boolean }
  | ListType;

export interface StructType {
  readonly kind: 'struct';
  /** The name in the table of types; empty for a structure that only a custom resource's schema knows. */
  readonly name: string;
  readonly atomic: boolean;
  readonly pointer: boolean;
  readonly field: (name: string) => FieldType | undefined;
  readonly defaults?: Readonly<Record<string, unknown>>;
}

export interface ListType {
  readonly kind: 'list';
  readonly mode: 'atomic' | 'set' | 'keyed';
  readonly keys: readonly string[];
  readonly element: FieldType;
  readonly pointer: boolean;
}

const kinds: Readonly<Record<string, string>> = data.kinds;
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = data.types;

const scalarKinds: Readonly<Record<string, ScalarKind>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  u: 'any',
  q: 'quantity',
  Q: 'quantity-list',
  i: 'int-or-string',
  t: 'time',
  y: 'bytes',
};

/** A field that no schema describes: mappings merge by key, lists are replaced, and every value counts as written. */
export const untyped: FieldType = { kind: 'scalar', scalar: 'any', pointer: true };

/** The structure of one of Kubernetes' own kinds, or undefined. `apiVersion` as written: `apps/v1`, `v1`. */
export function builtInKind(apiVersion: string, kind: string): StructType | undefined {
  const name = Object.hasOwn(kinds, `${apiVersion}/${kind}`) ? kinds[`${apiVersion}/${kind}`] : undefined;
  return name === undefined ? undefined : namedStruct(name, false);
}

/** A structure of the table by its name, such as `core.v1.PodSpec`. */
export function namedStruct(name: string, pointer: boolean, separable = false): StructType | undefined {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (table === undefined) return undefined;
  return {
    kind: 'struct',
    name,
    atomic: table[''] === '!' && !separable,
    pointer,
    field: (field) => (field !== '' && Object.hasOwn(table, field) ? readExpression(table[field] ?? 'u') : undefined),
  };
}

const read = new Map<string, FieldType>();

/** Expressions are few and read again and again; the notation is described in SOURCE.md beside the table. */
function readExpression(expression: string): FieldType {
  const known = read.get(expression);
  if (known) return known;
  const type = parseExpression(expression);
  read.set(expression, type);
  return type;
}

function parseExpression(expression: string): FieldType {
  const pointer = expression.startsWith('*');
  const rest = pointer ? expression.slice(1) : expression;
  const list = /^\[([^\]]*)\](.*)$/.exec(rest);
  if (list) return { ...listMode(list[1] ?? ''), element: readElement(list[2]), pointer };
  const map = /^\{(!?)\}(.*)$/.exec(rest);
  if (map) return { kind: 'map', atomic: map[1] === '!', element: readElement(map[2]), pointer };
  const scalar = Object.hasOwn(scalarKinds, rest) ? scalarKinds[rest] : undefined;
  if (scalar === 'any') return untyped;
  if (scalar !== undefined) return { kind: 'scalar', scalar, pointer };
  const separable = rest.startsWith('~');
  return namedStruct(separable ? rest.slice(1) : rest, pointer, separable) ?? untyped;
}

/** Only fields are left out when they are empty: a label with the value "" is a label. */
function readElement(expression = 'u'): FieldType {
  return { ...readExpression(expression), pointer: true };
}

function listMode(mode: string): Pick<ListType, 'kind' | 'mode' | 'keys'> {
  if (mode === '') return { kind: 'list', mode: 'atomic', keys: [] };
  if (mode === '=') return { kind: 'list', mode: 'set', keys: [] };
  return { kind: 'list', mode: 'keyed', keys: mode.split(',') };
}
