import { fieldDetail, fieldText, valuesOf } from './describe.ts';
import type { Documentation } from './documentation.ts';
import type { Place } from './place.ts';
import { shapeAt, type Field, type ObjectShape, type Shape } from './shape.ts';

/** Something that fits at a place. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'property' | 'value';
  readonly newText: string;
  readonly detail?: string;
  readonly documentation?: string;
  readonly deprecated?: boolean;
  readonly sortText?: string;
}

/** What the schema allows at a place: fields that are not there yet (the required ones first), or values. */
export function suggestAt(root: Shape, place: Place, documentation?: Documentation): Suggestion[] {
  const shape = shapeAt(root, place.path);
  if (shape === undefined) return [];
  if (place.kind === 'value') return valueSuggestions(shape);
  if (shape.kind === 'object') return fieldSuggestions(shape, place, { prefix: '', documentation });
  if (shape.kind === 'list') return itemSuggestions(shape.items(), place, documentation);
  return typeof place.path.at(-1) === 'number' ? valueSuggestions(shape) : [];
}

/** In a list where no dash is typed yet, each suggestion brings it. */
function itemSuggestions(items: Shape, place: Place, documentation: Documentation | undefined): Suggestion[] {
  if (items.kind === 'object') return fieldSuggestions(items, place, { prefix: '- ', documentation });
  return valueSuggestions(items).map((suggestion) => ({ ...suggestion, newText: `- ${suggestion.newText}` }));
}

function valueSuggestions(shape: Shape): Suggestion[] {
  if (shape.kind !== 'scalar') return [];
  return valuesOf(shape).map((value) => ({ label: value, kind: 'value', newText: value }));
}

interface FieldContext {
  readonly prefix: string;
  readonly documentation: Documentation | undefined;
}

function fieldSuggestions(owner: ObjectShape, place: Place, { prefix, documentation }: FieldContext): Suggestion[] {
  return Array.from(owner.fields.values()).flatMap((field): Suggestion[] => {
    if (place.siblings.has(field.name)) return [];
    const text = fieldText({ owner, field }, documentation);
    return [
      {
        label: field.name,
        kind: 'property',
        newText:
          prefix + (place.hasColon ? field.name : fieldSource(field, place.innerIndent + ' '.repeat(prefix.length))),
        detail: fieldDetail(field),
        ...(text !== undefined && { documentation: text }),
        ...(field.deprecated !== undefined && { deprecated: true }),
        sortText: `${field.deprecated !== undefined ? 2 : field.required ? 0 : 1}${field.name}`,
      },
    ];
  });
}

function fieldSource({ name, shape }: Field, indent: string): string {
  const { kind } = shape();
  if (kind === 'object' || kind === 'map') return `${name}:\n${indent}`;
  return kind === 'list' ? `${name}:\n${indent}- ` : `${name}: `;
}
