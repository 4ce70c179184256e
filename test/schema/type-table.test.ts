import { expect, test } from 'vitest';
import data from '../../schemas/kubernetes/types.json' with { type: 'json' };
import { shapeText, type ObjectShape, type Shape } from '../../server/src/schema/shape.ts';
import { createShapeTable } from '../../server/src/schema/type-table.ts';

const shapes = createShapeTable(data.types);

function fieldsOf(name: string): Record<string, string> {
  const shape = shapes(name);
  if (shape === undefined) return {};
  return Object.fromEntries(
    Array.from(shape.fields.values(), (field) => {
      const marks = `${field.required ? '!' : ''}${field.defaultValue === undefined ? '' : `=${field.defaultValue}`}`;
      return [field.name, `${shapeText(field.shape())}${marks}`];
    }),
  );
}

test('reads scalars, enums, defaults and required fields', () => {
  expect(fieldsOf('core.v1.ServicePort')).toEqual({
    appProtocol: 'string',
    name: 'string',
    nodePort: 'integer',
    port: 'integer!',
    protocol: 'string=TCP',
    targetPort: 'integer or string',
  });
});

test('reads lists, maps and structures', () => {
  expect(fieldsOf('core.v1.ResourceRequirements')).toEqual({
    claims: 'list of ResourceClaim',
    limits: 'map of quantity',
    requests: 'map of quantity',
  });
});

test('a type that refers to itself ends', () => {
  const schema = shapes('apiextensions.v1.JSONSchemaProps');
  const not = schema?.fields.get('not')?.shape();
  expect(not).toBe(schema);
});

test('knows no other names', () => {
  expect(shapes('core.v1.Nothing')).toBeUndefined();
  expect(shapes('constructor')).toBeUndefined();
});

test('each type that is mentioned is there, and each notation is understood', () => {
  const unread: string[] = [];
  const seen = new Set<Shape>();
  const visit = (shape: Shape, path: string): void => {
    if (seen.has(shape)) return;
    seen.add(shape);
    if (shape.kind === 'list') visit(shape.items(), `${path}[]`);
    if (shape.kind === 'map') visit(shape.values(), `${path}{}`);
    if (shape.kind === 'object')
      for (const field of shape.fields.values()) visit(field.shape(), `${path}.${field.name}`);
  };
  for (const [kind, type] of Object.entries<string>(data.kinds)) {
    const shape = shapes(type);
    if (shape === undefined) unread.push(kind);
    else visit(shape, kind);
  }
  expect(unread).toEqual([]);
  const texts: Record<string, string> = data.types;
  for (const [name, text] of Object.entries(texts)) {
    const shape: ObjectShape | undefined = shapes(name);
    expect(shape?.fields.size, name).toBe(text === '' ? 0 : text.split(' ').length);
    // 'u' is the notation of "anything": no other expression may end there.
    for (const part of text.split(' ').filter((field) => field !== '')) {
      const field = shape?.fields.get(part.replace(/!?:.*/, ''))?.shape();
      expect(elementKind(field) === 'any', `${name} ${part}`).toBe(/:(?:\[[^\]]*\]|\{\})*u$/.test(part));
    }
  }
});

function elementKind(shape: Shape | undefined): string | undefined {
  if (shape?.kind === 'list') return elementKind(shape.items());
  return shape?.kind === 'map' ? elementKind(shape.values()) : shape?.kind;
}
