import { anyShape, type Field, type ObjectShape, type ScalarKind, type Shape } from './shape.ts';

/** Type name → its fields in the notation of `schemas/kubernetes/SOURCE.md`. */
export type TypeTable = Readonly<Record<string, string>>;

/** Finds a type's shape by its name; undefined for a name that the table does not have. */
type ShapeTable = (name: string) => ObjectShape | undefined;

const SCALARS: Readonly<Record<string, ScalarKind>> = {
  s: 'string',
  i: 'int32',
  l: 'int64',
  n: 'number',
  b: 'boolean',
  q: 'quantity',
  x: 'int-or-string',
  t: 'time',
  y: 'bytes',
};

const FIELD = /^([^\s:!]+)(!?):((?:\[=\]|[^=\s])*)(?:=(\S*))?$/;

/** Reads types when they are asked for, once: a start-up pays only for the kinds of the files that are open. */
export function createShapeTable(table: TypeTable): ShapeTable {
  const known = new Map<string, ObjectShape>();
  return shapeOf;

  function shapeOf(name: string): ObjectShape | undefined {
    const before = known.get(name);
    const text = Object.hasOwn(table, name) ? table[name] : undefined;
    if (before !== undefined || text === undefined) return before;
    let fields: ReadonlyMap<string, Field> | undefined;
    const shape: ObjectShape = {
      kind: 'object',
      name,
      open: false,
      // Types refer to each other in circles, so a type that is only mentioned is not read yet.
      get fields() {
        return (fields ??= readFields(text));
      },
    };
    known.set(name, shape);
    return shape;
  }

  function readFields(text: string): ReadonlyMap<string, Field> {
    const fields = text.split(' ').flatMap((part) => readField(part));
    return new Map(fields.map((field) => [field.name, field]));
  }

  function readField(text: string): Field[] {
    const [, name, mark, expression = '', defaultValue] = FIELD.exec(text) ?? [];
    if (name === undefined) return [];
    let shape: Shape | undefined;
    const read = (): Shape => (shape ??= readExpression(expression));
    return [{ name, shape: read, required: mark === '!', ...(defaultValue !== undefined && { defaultValue }) }];
  }

  function readExpression(text: string): Shape {
    const collection = /^(?:\[[^\]]*\]|\{\})/.exec(text)?.[0];
    if (collection !== undefined) {
      const inner = readExpression(text.slice(collection.length));
      const get = (): Shape => inner;
      return collection === '{}' ? { kind: 'map', values: get } : { kind: 'list', items: get };
    }
    const values = /^s\((.*)\)$/.exec(text)?.[1];
    if (values !== undefined)
      return { kind: 'scalar', type: 'string', values: values.replaceAll('%20', ' ').split('|') };
    const type = Object.hasOwn(SCALARS, text) ? SCALARS[text] : undefined;
    if (type !== undefined) return { kind: 'scalar', type };
    return shapeOf(text) ?? anyShape;
  }
}
