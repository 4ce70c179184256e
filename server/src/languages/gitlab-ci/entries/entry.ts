import { type DataRecord, isRecord, orderedEntries, orderedKeys, ownValue } from '../../../base/record.ts';

/** Where GitLab's messages say that they are, and where they go. */
export interface Place {
  /** `jobs:build:artifacts`, as it stands before a message. */
  readonly location: string;
  /** What stands before the names of its parts. */
  readonly prefix: string;
  readonly errors: string[];
}

/**
 * Judges one value of a configuration in GitLab's words, with everything in it. As in GitLab, what is in a value is
 * looked at only when the value itself is right (lib/gitlab/ci/config/entry).
 */
export type Entry = (value: unknown, place: Place) => void;

export type Test = (value: unknown) => boolean;

/** The place of a part. */
export function inside({ prefix, errors }: Place, name: string): Place {
  const location = prefix === '' ? name : `${prefix}:${name}`;
  return { location, prefix: location, errors };
}

/** GitLab lower-cases whole messages, names included. `attribute` is `config` for the value itself. */
export function refuse({ location, errors }: Place, attribute: string, message: string): void {
  errors.push(`${location} ${attribute.replaceAll('_', ' ')} ${message}`.trim().toLowerCase());
}

/** A value that holds `$[[ … ]]` still may become anything. */
export function isOpenText(value: unknown): boolean {
  return typeof value === 'string' && value.includes('$[[');
}

/** An entry that is right when a test holds. */
export function must(test: Test, message: string, attribute = 'config'): Entry {
  return (value, place) => {
    if (!isOpenText(value) && !test(value)) refuse(place, attribute, message);
  };
}

/** One thing that is asked of a part of a mapping: the message follows the part's name. */
export type Demand = readonly [attribute: string, test: Test, message: string];

/** What is asked of a mapping. */
interface Mapping {
  /** The parts that are entries of their own, in GitLab's order. */
  readonly parts?: Readonly<Record<string, Entry>>;
  /** What else is allowed, judged by `demands`. */
  readonly attributes?: readonly string[];
  readonly demands?: readonly Demand[];
  /** What messages of `demands` put before the names of attributes. */
  readonly attributePrefix?: string;
  readonly required?: readonly string[];
  /** Keys of which a mapping has one at most. */
  readonly exclusive?: readonly (readonly string[])[];
  /** What is said of anything else; `undefined` where GitLab says nothing of it. */
  readonly notHash?: string | undefined;
  /** What is no mapping is judged as an empty one besides. */
  readonly goesOn?: boolean;
  /** Judges the mapping as a whole before its parts. */
  readonly whole?: (value: DataRecord, place: Place) => void;
  /** What GitLab says behind everything of `demands`. */
  readonly last?: (value: DataRecord, place: Place) => void;
  /** Unknown keys are told behind everything else. */
  readonly keysLast?: boolean;
  /** Judges the mapping by its parts, once it is right for itself: `isRight` tells which of them are. */
  readonly composed?: (value: DataRecord, place: Place, isRight: (part: string) => boolean) => void;
  /** Keys of any name are allowed. */
  readonly open?: boolean;
}

/** An entry that is a mapping of known keys. */
export function mapping(rules: Mapping): Entry {
  const { parts = {}, attributes = [], goesOn = false } = rules;
  const notHash = 'notHash' in rules ? rules.notHash : 'should be a hash';
  const known = new Set([...Object.keys(parts), ...attributes]);
  return (value, place) => {
    if (isOpenText(value)) return;
    if (!isRecord(value)) {
      if (notHash !== undefined) refuse(place, 'config', notHash);
      if (goesOn) judgeKeys({}, place, rules, known);
      return;
    }
    const before = place.errors.length;
    judgeKeys(value, place, rules, known);
    if (place.errors.length === before) judgeParts(value, place, rules);
  };
}

/** What is wrong with the parts stands behind what is wrong with the whole, though it is known first. */
function judgeParts(value: DataRecord, place: Place, { parts = {}, composed }: Mapping): void {
  const inner: Place = { ...place, errors: [] };
  const wrong = new Set<string>();
  for (const [key, entry] of Object.entries(parts)) {
    const part = ownValue(value, key);
    const before = inner.errors.length;
    if (isThere(part)) entry(part, inside(inner, key));
    if (inner.errors.length > before) wrong.add(key);
  }
  composed?.(value, place, (part) => !wrong.has(part));
  for (const error of inner.errors) place.errors.push(error);
}

function judgeKeys(value: DataRecord, place: Place, rules: Mapping, known: ReadonlySet<string>): void {
  const { required = [], exclusive = [], whole, last, keysLast = false } = rules;
  const keys = orderedKeys(value);
  if (!keysLast) judgeUnknown(keys, place, rules, known);
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  if (missing.length > 0) refuse(place, 'config', `missing required keys: ${missing.join(', ')}`);
  for (const group of exclusive) {
    const together = keys.filter((key) => group.includes(key));
    if (together.length > 1) refuse(place, 'config', `these keys cannot be used together: ${together.join(', ')}`);
  }
  whole?.(value, place);
  judgeDemands(value, place, rules);
  last?.(value, place);
  if (keysLast) judgeUnknown(keys, place, rules, known);
}

function judgeUnknown(
  keys: readonly string[],
  place: Place,
  { open = false }: Mapping,
  known: ReadonlySet<string>,
): void {
  const unknown = open ? [] : keys.filter((key) => !known.has(key) && !isOpenText(key));
  if (unknown.length > 0) refuse(place, 'config', `contains unknown keys: ${unknown.join(', ')}`);
}

function judgeDemands(value: DataRecord, place: Place, { demands = [], attributePrefix = '' }: Mapping): void {
  for (const [attribute, test, message] of demands) {
    const part = ownValue(value, attribute);
    if (isThere(part) && !isOpenText(part) && !test(part)) refuse(place, `${attributePrefix}${attribute}`, message);
  }
}

/** What is empty counts as not written. */
export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An entry whose items are entries of their own, each under the same name; lists in lists are opened up. */
export function listOf(item: Entry, name: string, wholly: readonly (readonly [Test, string])[] = []): Entry {
  return (value, place) => {
    if (isOpenText(value)) return;
    const failed = wholly.filter(([test]) => !test(value));
    for (const [, message] of failed) refuse(place, 'config', message);
    if (failed.length > 0 || !Array.isArray(value)) return;
    for (const part of value.flat(Infinity) as unknown[]) if (isThere(part)) item(part, inside(place, name));
  };
}

/** An entry whose keys are the user's own names, each with a value of the same kind. */
export function mapOf(item: Entry): Entry {
  return (value, place) => {
    if (isOpenText(value)) return;
    if (!isRecord(value)) refuse(place, 'config', 'should be a hash');
    // What has no value is read as an empty mapping (lib/gitlab/config/entry/composable_hash.rb).
    else for (const [name, own] of orderedEntries(value)) item(own ?? {}, inside(place, name));
  };
}

/** Chooses an entry by the kind of value. `otherwise` is GitLab's whole message, which names no `config`. */
export function either(choices: readonly (readonly [Test, Entry])[], otherwise: string): Entry {
  return (value, place) => {
    if (isOpenText(value)) return;
    const choice = choices.find(([test]) => test(value));
    if (choice === undefined) refuseWhole(place, otherwise);
    else choice[1](value, place);
  };
}

/** Some messages name no attribute, and only the place is in small letters. */
export function refuseWhole({ location, errors }: Place, message: string): void {
  errors.push(`${location.toLowerCase()} ${message}`.trim());
}

/** The errors of a value that stands alone, under the name that GitLab gives it then. Its parts do not repeat that name. */
export function errorsAlone(entry: Entry, value: unknown, name: string, prefix = ''): readonly string[] {
  const errors: string[] = [];
  entry(value, { location: name, prefix, errors });
  return errors;
}
