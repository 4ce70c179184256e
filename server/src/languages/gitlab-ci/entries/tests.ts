import { isRecord } from '../../../base/record.ts';
import { compileExpression } from '../../../base/regular-expression.ts';
import { parseExpression } from '../expression/parser.ts';
import { durationSeconds } from '../keywords/duration.ts';
import type { Test } from './entry.ts';

export const isText: Test = (value) => typeof value === 'string';
export const isBoolean: Test = (value) => typeof value === 'boolean';
export const isWhole: Test = (value) => Number.isInteger(value) || typeof value === 'bigint';
export const isList: Test = (value) => Array.isArray(value);
export const isHash: Test = isRecord;
export const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
export const isTextOrTexts: Test = (value) => isText(value) || isTexts(value);
export const isScalar: Test = (value) =>
  isText(value) || isBoolean(value) || typeof value === 'number' || typeof value === 'bigint';
export const isWholeOrWholes: Test = (value) => isWhole(value) || (Array.isArray(value) && value.every(isWhole));

/** Commands: strings in lists in lists, up to ten levels. */
export const isNestedTexts: Test = (value) => Array.isArray(value) && nested(value, 10, isText);
export const isCommands: Test = (value) => isText(value) || isNestedTexts(value);

export const isHashes: Test = (value) => Array.isArray(value) && value.every(isRecord);

/** Mappings in lists in lists, up to ten levels. */
export const isNestedHashes: Test = (value) => Array.isArray(value) && nested(value, 10, isRecord);

function nested(list: readonly unknown[], depth: number, isItem: Test): boolean {
  return depth > 0 && list.every((item) => (Array.isArray(item) ? nested(item, depth - 1, isItem) : isItem(item)));
}

/** Blank in Ruby's sense. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Holds for one of these values. */
export function oneOf(...allowed: readonly unknown[]): Test {
  return (value) => allowed.includes(value);
}

/** Holds for what a test takes, and for any text with a variable, which is only known when the pipeline runs. */
export function withVariables(test: Test): Test {
  return (value) => test(value) || (typeof value === 'string' && value.includes('$'));
}

/** A duration, or `never`. */
export const isTime: Test = (value) => value === 'never' || isTimeSpan(value);

/** A duration; nothing lasts for no time at all. */
export const isTimeSpan: Test = (value) => typeof value === 'string' && (durationSeconds(value) ?? 0) > 0;

export const WEEK = 604_800;
export const MONTH = 2_629_746;

/** Whether a duration is within a limit; what is no duration has a message of its own. */
export function isWithin(seconds: number): Test {
  return (value) => typeof value !== 'string' || (durationSeconds(value) ?? 0) <= seconds;
}

export const isCondition: Test = (value) => typeof value === 'string' && parseExpression(value).ok;

/** What GitLab takes for a regular expression (lib/gitlab/untrusted_regexp/ruby_syntax.rb): one line of `/re/flags`. */
const PATTERN = /^\/(.*)\/([ismU]*)$/m;

function looksLikePattern(value: string): boolean {
  return PATTERN.test(value);
}

/** `/re/flags` in RE2. */
export const isPattern: Test = (value) => {
  const found = typeof value === 'string' ? PATTERN.exec(value) : null;
  return found !== null && compileExpression(found[1] ?? '', found[2] ?? '').ok;
};

/** A branch name, or a pattern over them. */
export const isRefs: Test = (value) =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'string' && (!looksLikePattern(item) || isPattern(item)));

/** Holds for lists up to a length; what is no list is another test's to refuse. */
export function longest(length: number): Test {
  return (value) => !Array.isArray(value) || value.length <= length;
}
