import { type DataRecord, isRecord, orderedEntries } from '../../../base/record.ts';
import { isOpenText, isThere, refuse, type Place } from './entry.ts';

/** The part of JSON Schema that GitLab's own schemas of single keywords use. */
export interface JsonSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Keys of any other name, where the pattern fits. */
  readonly named?: { readonly pattern: RegExp; readonly schema: JsonSchema };
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly pattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
}

type JsonType = 'array' | 'boolean' | 'integer' | 'object' | 'string';

/**
 * Judges a value that GitLab checks with a JSON Schema, in the words of json_schemer's "classic" output
 * (https://github.com/davishmcclurg/json_schemer): of alternatives that all fail, the faults of each are told.
 */
export function judgeSchema(schema: JsonSchema, value: unknown, place: Place, attribute: string): void {
  if (!isThere(value) || isOpenText(value)) return;
  for (const fault of new Set(faultsOf(schema, value, ''))) refuse(place, attribute, fault);
}

function faultsOf(schema: JsonSchema, value: unknown, path: string): readonly string[] {
  // What is still to be filled in may become anything.
  if (isOpenText(value)) return [];
  const at = path === '' ? 'root' : `\`${path}\``;
  return [
    ...alternativeFaults(schema, value, path),
    ...itemFaults(schema, value, path),
    ...(isRecord(value) ? propertyFaults(schema, value, path) : []),
    ...typeFaults(schema, value, at),
    ...(typeof value === 'string' ? textFaults(schema, value, at) : []),
    ...(isRecord(value) ? requiredFaults(schema, value, at) : []),
  ];
}

function alternativeFaults({ oneOf, not }: JsonSchema, value: unknown, path: string): readonly string[] {
  const at = path === '' ? 'root' : `\`${path}\``;
  const faults = (oneOf ?? []).map((each) => faultsOf(each, value, path));
  const fitting = faults.filter(({ length }) => length === 0).length;
  const isExcluded = not !== undefined && faultsOf(not, value, path).length === 0;
  return [
    ...(fitting === 0 ? faults.flat() : []),
    ...(fitting > 1 ? [`value at ${at} matches more than one \`oneOf\` schema`] : []),
    ...(isExcluded ? [`value at ${at} matches \`not\` schema`] : []),
  ];
}

function itemFaults({ items }: JsonSchema, value: unknown, path: string): readonly string[] {
  if (items === undefined || !Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => faultsOf(items, item, `${path}/${index}`));
}

function propertyFaults({ properties, named }: JsonSchema, value: DataRecord, path: string): readonly string[] {
  if (properties === undefined && named === undefined) return [];
  return orderedEntries(value).flatMap(([key, own]) => {
    const inner = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const schema = inner ?? (named?.pattern.test(key) === true ? named.schema : undefined);
    const inside = `${path}/${key}`;
    return schema === undefined
      ? [`object property at \`${inside}\` is a disallowed additional property`]
      : faultsOf(schema, own, inside);
  });
}

function typeFaults({ type }: JsonSchema, value: unknown, at: string): readonly string[] {
  if (type === undefined) return [];
  const types = typeof type === 'string' ? [type] : type;
  if (types.some((each) => TYPES[each](value))) return [];
  const [only, ...more] = types;
  if (only === undefined || more.length > 0) return [`value at ${at} is not one of the types: ${types.join(', ')}`];
  return [`value at ${at} is not a${/^[aeio]/.test(only) ? 'n' : ''} ${only}`];
}

const TYPES: Readonly<Record<JsonType, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  object: isRecord,
  string: (value) => typeof value === 'string',
};

function textFaults({ pattern, minLength = 0, maxLength }: JsonSchema, value: string, at: string): readonly string[] {
  return [
    ...(value.length < minLength ? [`string length at ${at} is less than: ${minLength}`] : []),
    ...(value.length > (maxLength ?? value.length) ? [`string length at ${at} is greater than: ${maxLength}`] : []),
    ...(pattern?.test(value) === false ? [`string at ${at} does not match pattern: ${pattern.source}`] : []),
  ];
}

function requiredFaults({ required = [] }: JsonSchema, value: DataRecord, at: string): readonly string[] {
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  return missing.length === 0 ? [] : [`object at ${at} is missing required properties: ${missing.join(', ')}`];
}
