/**
 * What a schema says of one place, in the form in which values are checked, explained and completed. Schemas of every
 * origin (Kubernetes' type table, JSON Schema) become shapes; shapes refer to each other, also in circles, so the inner
 * ones are functions.
 */
export type Shape = ObjectShape | MapShape | ListShape | ScalarShape | AnyShape;

/** A mapping with known fields. */
export interface ObjectShape {
  readonly kind: 'object';
  /** The type's name where the schema names it (`apps.v1.DeploymentSpec`); finds its documentation. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whether fields that are not listed are allowed. */
  readonly open: boolean;
  readonly description?: string;
}

export interface Field {
  readonly name: string;
  readonly shape: () => Shape;
  readonly required: boolean;
  /** As the user would write it. */
  readonly defaultValue?: string;
  readonly description?: string;
  /** What to write instead. */
  readonly deprecated?: string;
}

/** A mapping whose keys are the user's. */
export interface MapShape {
  readonly kind: 'map';
  readonly values: () => Shape;
}

export interface ListShape {
  readonly kind: 'list';
  readonly items: () => Shape;
}

export type ScalarKind =
  'string' | 'int32' | 'int64' | 'number' | 'boolean' | 'quantity' | 'int-or-string' | 'time' | 'bytes';

export interface ScalarShape {
  readonly kind: 'scalar';
  readonly type: ScalarKind;
  /** The only values that are allowed. */
  readonly values?: readonly string[];
}

/** Nothing is known, so everything is allowed. */
interface AnyShape {
  readonly kind: 'any';
}

export const anyShape: AnyShape = { kind: 'any' };

const WORDS: Readonly<Record<ScalarKind, string>> = {
  string: 'string',
  int32: 'integer',
  int64: 'integer',
  number: 'number',
  boolean: 'boolean',
  quantity: 'quantity',
  'int-or-string': 'integer or string',
  time: 'time',
  bytes: 'base64 string',
};

/** A shape in a few words, for messages and hovers: `list of DeploymentSpec`. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'object':
      return shortTypeName(shape.name) || 'mapping';
    case 'map':
      return `map of ${shapeText(shape.values())}`;
    case 'list':
      return `list of ${shapeText(shape.items())}`;
    case 'scalar':
      return WORDS[shape.type];
    case 'any':
      return 'any value';
  }
}

/** `apps.v1.DeploymentSpec` → `DeploymentSpec`. */
export function shortTypeName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The shape of what lies under a key or index of a shape; undefined where the schema does not allow it. */
export function innerShape(shape: Shape | undefined, segment: string | number): Shape | undefined {
  if (shape === undefined) return undefined;
  if (shape.kind === 'any') return shape;
  if (typeof segment === 'number') return shape.kind === 'list' ? shape.items() : undefined;
  if (shape.kind === 'map') return shape.values();
  if (shape.kind !== 'object') return undefined;
  return shape.fields.get(segment)?.shape() ?? (shape.open ? anyShape : undefined);
}

/** `innerShape` along a path. */
export function shapeAt(root: Shape, path: readonly (string | number)[]): Shape | undefined {
  return path.reduce<Shape | undefined>(innerShape, root);
}
