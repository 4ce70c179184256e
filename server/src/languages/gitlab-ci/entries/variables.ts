import { type DataRecord, isRecord, orderedEntries, orderedKeys, ownValue } from '../../../base/record.ts';
import { rubyText } from '../inputs/values.ts';
import { inside, isOpenText, isThere, refuse, refuseWhole, type Entry, type Place, type Test } from './entry.ts';
import { isBlank, isBoolean, isScalar, isText, isTexts, isWhole } from './tests.ts';

type DataKey = 'value' | 'description' | 'options' | 'expand';

/** `variables`: a mapping of names to scalars or, where `allowed` says so, to mappings with these keys. */
export function variables(allowed: readonly DataKey[], message = 'should be a hash'): Entry {
  const one = variable(allowed);
  return (value, place) => {
    if (isOpenText(value)) return;
    if (!isRecord(value)) {
      refuse(place, 'config', message);
      return;
    }
    for (const [name, own] of orderedEntries(value)) one(own, inside(place, name));
  };
}

/** The value of one variable. */
export function variable(allowed: readonly DataKey[]): Entry {
  return (value, place) => {
    if (isScalar(value) || isOpenText(value)) return;
    // Without a value it is read as an empty mapping.
    if (isRecord(value) || value === null) data(value ?? {}, place, allowed);
    else place.errors.push('variable definition must be either a string or a hash');
  };
}

const isWord = (value: unknown): boolean => isText(value) || isWhole(value);

const DATA: readonly (readonly [DataKey, Test, string])[] = [
  ['value', isScalar, 'value must be a scalar'],
  ['description', isWord, 'description must be an alphanumeric string'],
  ['expand', isBoolean, 'expand should be a boolean value'],
  ['options', isTexts, 'options should be an array of strings'],
];

function data(value: DataRecord, place: Place, allowed: readonly string[]): void {
  for (const [key, test, words] of DATA) {
    const own = ownValue(value, key);
    if (isThere(own) && !isOpenText(own) && !test(own)) refuse(place, 'config', words);
  }
  const more = orderedKeys(value).filter((key) => !allowed.includes(key));
  if (allowed.length === 0) refuse(place, 'config', 'must be a string');
  else if (more.length > 0) refuse(place, 'config', `uses invalid data keys: ${more.join(', ')}`);
  const { options } = value;
  const own = ownValue(value, 'value');
  const isOption = Array.isArray(options) ? options.includes(own) : String(options).includes(String(own));
  if (!isBlank(options) && !isOption) refuse(place, 'config', 'value must be present in options');
}

/** Keywords that `default` can have, so that a job can say that it does not take them over. */
const INHERITABLE: readonly unknown[] = [
  ...['before_script', 'after_script', 'hooks', 'cache', 'image', 'services', 'interruptible', 'timeout', 'retry'],
  ...['tags', 'artifacts', 'id_tokens', 'identity', 'inputs'],
];

/** `inherit:variables` */
export const inheritedVariables: Entry = (value, place) => {
  if (isBoolean(value) || isOpenText(value)) return;
  if (!Array.isArray(value)) refuseWhole(place, 'should be a bool or array of strings');
  else if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
};

/** `inherit:default` */
export const inheritedKeywords: Entry = (value, place) => {
  inheritedVariables(value, place);
  const unknown = Array.isArray(value) ? value.filter((item) => !INHERITABLE.includes(item) && !isOpenText(item)) : [];
  if (unknown.length > 0) refuse(place, 'config', `contains unknown values: ${unknown.map(rubyText).join(', ')}`);
};
