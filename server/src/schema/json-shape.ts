import { isRecord, ownText, ownValue, ownValueAt } from '../base/record.ts';
import { anyShape, type Field, type ScalarKind, type Shape } from './shape.ts';

const SCALARS: Readonly<Record<string, ScalarKind>> = {
  string: 'string',
  integer: 'int64',
  number: 'number',
  boolean: 'boolean',
};

/**
 * Reads a JSON Schema as a shape, for completion and hover, and for checking schemas of our own. It understands what these
 * need: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `$ref` into `$defs`, `title`,
 * `description`, `default` and `x-deprecated` (what to write instead). Of several alternatives (`anyOf`, `oneOf`) the first
 * mapping is described; what it does not understand allows everything.
 */
export function shapeOfJsonSchema(root: unknown): Shape {
  return new Reader(root).read(root);
}

class Reader {
  readonly #root: unknown;
  readonly #known = new Map<unknown, Shape>();

  constructor(root: unknown) {
    this.#root = root;
  }

  read(schema: unknown): Shape {
    const before = this.#known.get(schema);
    if (before !== undefined) return before;
    const shape = this.#readNew(schema);
    this.#known.set(schema, shape);
    return shape;
  }

  #readNew(schema: unknown): Shape {
    const reference = ownText(schema, '$ref');
    if (reference !== undefined) return this.read(this.#target(reference));
    const alternatives = ownValue(schema, 'anyOf') ?? ownValue(schema, 'oneOf');
    if (Array.isArray(alternatives)) {
      return alternatives.map((inner) => this.read(inner)).find(({ kind }) => kind === 'object') ?? anyShape;
    }
    const values = allowedValues(schema);
    return values === undefined ? this.#readTyped(schema, ownText(schema, 'type')) : enumShape(values);
  }

  #readTyped(schema: unknown, type = ''): Shape {
    if (type === 'object') return this.#readObject(schema);
    if (type === 'array') return { kind: 'list', items: () => this.read(ownValue(schema, 'items')) };
    const scalar = Object.hasOwn(SCALARS, type) ? SCALARS[type] : undefined;
    return scalar === undefined ? anyShape : { kind: 'scalar', type: scalar };
  }

  #target(reference: string): unknown {
    if (reference === '#') return this.#root;
    const keys = reference.startsWith('#/') ? reference.slice(2).split('/') : [''];
    return ownValueAt(this.#root, ...keys);
  }

  #readObject(schema: unknown): Shape {
    const properties = ownValue(schema, 'properties');
    const additional = ownValue(schema, 'additionalProperties');
    if (!isRecord(properties)) return { kind: 'map', values: () => this.read(additional) };
    const required = ownValue(schema, 'required');
    const names = new Set<unknown>(Array.isArray(required) ? required : []);
    const description = ownText(schema, 'description');
    const fields = Object.entries(properties).map(([name, own]) => this.#field(name, own, names.has(name)));
    return {
      kind: 'object',
      name: ownText(schema, 'title') ?? '',
      open: additional !== false,
      fields: new Map(fields.map((field) => [field.name, field])),
      ...(description !== undefined && { description }),
    };
  }

  #field(name: string, schema: unknown, required: boolean): Field {
    const description = ownText(schema, 'description');
    const defaultValue = ownValue(schema, 'default');
    const deprecated = ownText(schema, 'x-deprecated');
    return {
      name,
      required,
      shape: () => this.read(schema),
      ...(description !== undefined && { description }),
      ...(defaultValue !== undefined && { defaultValue: JSON.stringify(defaultValue) }),
      ...(deprecated !== undefined && { deprecated }),
    };
  }
}

function allowedValues(schema: unknown): readonly unknown[] | undefined {
  const only = ownValue(schema, 'const');
  const values = ownValue(schema, 'enum');
  if (only !== undefined) return [only];
  return Array.isArray(values) ? values : undefined;
}

/** Values of other types than strings are read as their dialect reads them, which a list of texts cannot judge. */
function enumShape(values: readonly unknown[]): Shape {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length === values.length) return { kind: 'scalar', type: 'string', values: texts };
  return values.every((value) => Number.isInteger(value)) ? { kind: 'scalar', type: 'int64' } : anyShape;
}
