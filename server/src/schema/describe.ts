import { code } from '../base/markdown.ts';
import type { PathSegment } from '../yaml/find.ts';
import type { Documentation } from './documentation.ts';
import { innerShape, shapeText, type Field, type ObjectShape, type Shape } from './shape.ts';

/** A field with the mapping that it belongs to. */
interface FieldPlace {
  readonly owner: ObjectShape;
  readonly field: Field;
}

/** The innermost field on a path: an index belongs to its list's field. undefined where the schema has no field. */
export function fieldAt(root: Shape, path: readonly PathSegment[]): FieldPlace | undefined {
  let shape: Shape | undefined = root;
  let found: FieldPlace | undefined;
  for (const segment of path) {
    if (typeof segment === 'string') {
      const field: Field | undefined = shape?.kind === 'object' ? shape.fields.get(segment) : undefined;
      found = field && shape?.kind === 'object' ? { owner: shape, field } : undefined;
    }
    shape = innerShape(shape, segment);
  }
  return found;
}

/** `integer, required, default 1`. */
export function fieldDetail({ shape, required, defaultValue, deprecated }: Field): string {
  return [
    shapeText(shape()),
    ...(required ? ['required'] : []),
    ...(defaultValue === undefined ? [] : [`default ${defaultValue}`]),
    ...(deprecated === undefined ? [] : ['deprecated']),
  ].join(', ');
}

/** What the schema or its documentation says of a field; where that is nothing, of the field's type. */
export function fieldText({ owner, field }: FieldPlace, documentation?: Documentation): string | undefined {
  const own = field.description ?? documentation?.ofField(owner.name, field.name);
  const shape = field.shape();
  return own ?? (shape.kind === 'object' ? documentation?.ofType(shape.name) : undefined);
}

/** The values that a scalar, or each item of a list, may have; none where they are not limited. */
export function valuesOf(shape: Shape): readonly string[] {
  if (shape.kind === 'list') return valuesOf(shape.items());
  if (shape.kind !== 'scalar') return [];
  return shape.type === 'boolean' ? ['true', 'false'] : (shape.values ?? []);
}

/** A field as Markdown: its name and type, its text, its allowed values. */
export function describeField(place: FieldPlace, path: readonly PathSegment[], documentation?: Documentation): string {
  const { field } = place;
  const name = path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
  const values = valuesOf(field.shape()).map(code);
  return [
    `**${name}**: ${fieldDetail(field)}`,
    ...optional(fieldText(place, documentation)),
    ...(values.length === 0 ? [] : [`Allowed: ${values.join(', ')}`]),
    ...(field.deprecated === undefined ? [] : [`Deprecated: ${field.deprecated}`]),
  ].join('\n\n');
}

function optional(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
