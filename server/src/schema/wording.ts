import { nearestName } from '../base/nearest-name.ts';
import { joined } from '../base/words.ts';
import type { YamlNode } from '../yaml/node.ts';
import { shapeText, shortTypeName, type ListShape, type MapShape, type ObjectShape, type Shape } from './shape.ts';

/** A mapping around the place that is judged, outermost first. */
export interface Surrounding {
  readonly shape: ObjectShape;
  /** As messages call it: `'spec'`. */
  readonly name: string;
}

/** How many field names a message lists before it only names the type. */
const MAX_LISTED = 12;

/** The end of a path as messages name it: `'containers[0]'`; undefined for the object itself. */
export function fieldNames(path: readonly (string | number)[]): string | undefined {
  const start = path.findLastIndex((segment) => typeof segment === 'string');
  if (path.length === 0) return undefined;
  const [name, ...indexes] = path.slice(Math.max(start, 0));
  return `'${name ?? ''}${indexes.map((index) => `[${index}]`).join('')}'`;
}

/** `lacks the required fields 'selector' and 'template'`. */
export function missingText(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  return `lacks the required field${names.length === 1 ? '' : 's'} ${joined(quoted)}`;
}

/**
 * How a message about an unknown field goes on: the one near name, else the place where the field belongs, else what is
 * allowed. `suggestion` is the field of this mapping that was most likely meant.
 */
export function unknownFieldText(
  name: string,
  shape: ObjectShape,
  present: ReadonlySet<string>,
  around: readonly Surrounding[],
): { readonly text: string; readonly suggestion?: string } {
  const free = Array.from(shape.fields.keys()).filter((field) => !present.has(field));
  const near = nearestName(name, free);
  if (near !== undefined) return { text: `; did you mean '${near}'?`, suggestion: near };
  const home = homeOf(name, shape, around);
  if (home !== undefined) return { text: `; it belongs in ${home}` };
  const names = [...shape.fields.keys()];
  if (names.length > 0 && names.length <= MAX_LISTED) return { text: `; allowed are ${names.join(', ')}` };
  const type = shortTypeName(shape.name);
  return { text: type === '' ? '' : `; ${type} has no such field` };
}

/** Where a field that stands in the wrong mapping belongs: in one around it, or in the only (required) one directly inside. */
function homeOf(name: string, shape: ObjectShape, around: readonly Surrounding[]): string | undefined {
  const outer = around.findLast((candidate) => candidate.shape !== shape && candidate.shape.fields.has(name));
  if (outer !== undefined) return outer.name;
  const inner = Array.from(shape.fields.values()).filter(
    (field) => elementOf(field.shape())?.fields.has(name) === true,
  );
  const needed = inner.filter(({ required }) => required);
  const [only, another] = needed.length > 0 ? needed : inner;
  return only !== undefined && another === undefined ? `'${only.name}'` : undefined;
}

function elementOf(shape: Shape): ObjectShape | undefined {
  if (shape.kind === 'list') return elementOf(shape.items());
  return shape.kind === 'object' ? shape : undefined;
}

/** Why a key is no key: it is a collection, empty, or null. */
export function invalidKeyText(kind: YamlNode['kind'], name: string | undefined): string {
  if (name === undefined) return `A ${kind === 'sequence' ? 'list' : kind} is no key; keys are strings`;
  if (name === '') return 'An empty key is no key; keys are strings';
  return `The null value '${name}' is no key; keys are strings: write "${name}"`;
}

/** What a value of this shape is called, as in `must be a …`. */
export function formOf(shape: Exclude<Shape, { kind: 'any' }>): string {
  if (shape.kind === 'scalar') return shapeText(shape);
  return shape.kind === 'list' ? listForm(shape) : mappingForm(shape);
}

function listForm(shape: ListShape): string {
  return `list of ${itemForm(shape.items())}`;
}

function itemForm(shape: Shape): string {
  if (shape.kind === 'scalar') return `${shapeText(shape)}s`;
  return shape.kind === 'any' ? 'values' : shape.kind === 'list' ? 'lists' : 'mappings';
}

function mappingForm(shape: ObjectShape | MapShape): string {
  return shape.kind === 'object' && shape.name !== '' ? `mapping (${shapeText(shape)})` : 'mapping';
}
