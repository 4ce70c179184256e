import { isRecord } from '../../../base/record.ts';
import type { Span } from '../../../yaml/node.ts';
import {
  isBlank,
  isBoolean,
  isCommands,
  isCondition,
  isPattern,
  isRefs,
  isText,
  isTexts,
  isTextOrTexts,
  isTime,
  isWhole,
  isWholeOrWholes,
} from '../entries/tests.ts';
import { isInterpolated, isReference, scalarValue } from '../model/follow.ts';
import { spanOf, type Spot } from './spot.ts';

type Test = (value: unknown) => boolean;

/** What GitLab's words ask of a value; a value that passes cannot be the one they are about. */
const ASKED: readonly (readonly [RegExp, Test])[] = [
  [/can't be blank|cannot be blank|can not be an empty hash/, (value) => !isBlank(value)],
  [/must be blank/, isBlank],
  [/invalid expression syntax/, isCondition],
  [/should be a boolean value/, isBoolean],
  [/should be a hash or a boolean value/, (value) => isRecord(value) || isBoolean(value)],
  [/should be an array of strings or a nested array of strings/, isCommands],
  [/should be a string or a nested array of strings/, isCommands],
  [/should be an array of strings or regular expressions/, isRefs],
  [/should be an array of integers or an integer/, isWholeOrWholes],
  [/should be an integer or a hash/, (value) => isWhole(value) || isRecord(value)],
  [/should be an array of strings or a string/, isTextOrTexts],
  [/should be an array of strings, a string or a hash/, (value) => isTextOrTexts(value) || isRecord(value)],
  [/should be an array of strings/, isTexts],
  [/should be an array containing hashes|should be an array of hashes/, isListOfHashes],
  [/should be an array or a hash|can only be a hash or an array/, (value) => isRecord(value) || Array.isArray(value)],
  [/should be a hash or a string/, (value) => isRecord(value) || isText(value)],
  [/either (?:a string or a hash|an array of conditions or a hash)/, (value) => isRecord(value) || isText(value)],
  [/should be a hash/, isRecord],
  [/should be an? array/, (value) => Array.isArray(value)],
  [/should be a duration/, isTime],
  [/must be a regular expression/, isPattern],
  [/should be a string/, isText],
  [/must be an integer|is not a number/, isWhole],
  [/either an integer or a hash/, (value) => isWhole(value) || isRecord(value)],
  [/cannot be "\." or "\.\."/, (value) => value !== '.' && value !== '..'],
  [/cannot contain the "\/" character/, (value) => !isText(value) || !String(value).includes('/')],
  [/requires at least 1 item/, (value) => Array.isArray(value) && value.length > 0],
];

function isListOfHashes(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => isRecord(item) || Array.isArray(item));
}

/**
 * The part of a value that GitLab's words are about: a key that they name, or the value itself when it is not as they
 * ask. `words` are lower-cased, without location and attribute. Undefined when the value is as the words ask, or when
 * they ask nothing that shows in the value.
 */
export function culpritIn(spot: Spot, words: string): Span | undefined {
  const named = namedKeys(words);
  if (named !== undefined) return keyIn(spot, named);
  const required = /missing required keys: (.+)/.exec(words)?.[1]?.split(', ');
  if (required !== undefined) return required.some((key) => !spot.fields().has(key)) ? spanOf(spot) : undefined;
  const value = /unknown values?: (.+)/.exec(words)?.[1]?.split(', ');
  if (value !== undefined) return spot.items().find((item) => value.includes(textOf(item)))?.node;
  return isRefused(spot, words) ? spanOf(spot) : undefined;
}

/** Whether GitLab's words ask for something that the value is not. */
function isRefused(spot: Spot, words: string): boolean {
  const { node } = spot;
  if (isReference(node) || isInterpolated(node)) return false;
  const allowed = /(?:should|must) be (?:a variable or )?one of:? (.+)/.exec(words)?.[1];
  if (allowed !== undefined) {
    const text = textOf(spot);
    return !allowed.split(/,? or |, /).includes(text) && !text.includes('$');
  }
  const limit = /must be (less|greater) than or equal to (\d+)/.exec(words);
  if (limit !== null) return isBeyond(shallowValue(spot, 0), limit[1] === 'less', Number(limit[2]));
  const asked = ASKED.find(([pattern]) => pattern.test(words))?.[1];
  return asked !== undefined && !asked(shallowValue(spot, 3));
}

function isBeyond(value: unknown, isUpper: boolean, limit: number): boolean {
  return typeof value === 'number' && (isUpper ? value > limit : value < limit);
}

function namedKeys(words: string): readonly string[] | undefined {
  const found =
    /(?:unknown|disallowed|invalid(?: data)?) keys: (.+)/.exec(words) ??
    /keys cannot be used together: (.+)/.exec(words) ??
    /may not be used with `rules`: (.+)/.exec(words);
  return found?.[1]?.split(', ').map((key) => key.replace(/^:/, ''));
}

/** The first of the named keys that is there. */
function keyIn(spot: Spot, named: readonly string[]): Span | undefined {
  const fields = spot.fields();
  const first = named.find((key) => fields.has(key));
  return first === undefined ? undefined : fields.get(first)?.key;
}

function textOf({ node }: Spot): string {
  return node?.kind === 'scalar' ? String(scalarValue(node)).toLowerCase() : '';
}

/** A value as far as the questions go; what lies deeper counts as text. */
export function shallowValue(spot: Spot, depth: number): unknown {
  const { node } = spot;
  if (node === undefined) return null;
  if (node.kind === 'scalar') return scalarValue(node);
  if (depth === 0 || isReference(node)) return '';
  if (node.kind === 'mapping') {
    return Object.fromEntries([...spot.fields()].map(([key, part]) => [key, shallowValue(part, depth - 1)]));
  }
  return spot.items().map((item) => shallowValue(item, depth - 1));
}
