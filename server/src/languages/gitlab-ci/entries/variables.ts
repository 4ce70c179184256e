import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { isOpenText, refuse, type Entry, type Place } from './entry.ts';
import { isBoolean, isScalar, isText, isTexts } from './tests.ts';

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
    for (const [name, own] of Object.entries(value)) {
      const location = place.prefix === '' ? name : `${place.prefix}:${name}`;
      one(own, { location, prefix: location, errors: place.errors });
    }
  };
}

/** The value of one variable. */
export function variable(allowed: readonly DataKey[]): Entry {
  return (value, place) => {
    if (isScalar(value) || value === null || isOpenText(value)) return;
    if (!isRecord(value)) {
      place.errors.push('variable definition must be either a string or a hash');
    } else if (allowed.length === 0) {
      refuse(place, 'config', 'must be a string');
    } else {
      data(value, place, allowed);
    }
  };
}

function data(value: DataRecord, place: Place, allowed: readonly string[]): void {
  const more = Object.keys(value).filter((key) => !allowed.includes(key));
  if (more.length > 0) refuse(place, 'config', `uses invalid data keys: ${more.join(', ')}`);
  const own = ownValue(value, 'value');
  if (own !== undefined && own !== null && !isScalar(own)) refuse(place, 'config', 'value must be scalar');
  const { description, expand, options } = value;
  if (description !== undefined && !isText(description)) refuse(place, 'config', 'description must be alphanumeric');
  if (expand !== undefined && !isBoolean(expand)) refuse(place, 'config', 'expand should be a boolean value');
  if (options !== undefined) judgeOptions(options, own, place);
}

function judgeOptions(options: unknown, value: unknown, place: Place): void {
  if (!isTexts(options)) refuse(place, 'config', 'options should be an array of strings');
  else if (!Array.isArray(options) || !options.includes(value)) {
    refuse(place, 'config', 'value must be present in options');
  }
}

/** `inherit:default` and `inherit:variables`. */
export const inheritList: Entry = (value, place) => {
  if (isBoolean(value) || isTexts(value)) return;
  if (Array.isArray(value)) refuse(place, 'config', 'should be an array of strings');
  else place.errors.push(`${place.location.toLowerCase()} should be a bool or array of strings`);
};
