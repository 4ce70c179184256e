import { isRecord } from '../../../base/record.ts';
import { compileExpression } from '../../../base/regular-expression.ts';
import { readPattern } from '../expression/evaluate.ts';
import { parseExpression } from '../expression/parser.ts';
import { durationSeconds, isDuration } from '../keywords/duration.ts';
import type { Test } from './entry.ts';

export const isText: Test = (value) => typeof value === 'string';
export const isBoolean: Test = (value) => typeof value === 'boolean';
export const isWhole: Test = (value) => Number.isInteger(value);
export const isList: Test = (value) => Array.isArray(value);
export const isHash: Test = isRecord;
export const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
export const isTextOrTexts: Test = (value) => isText(value) || isTexts(value);
export const isScalar: Test = (value) => isText(value) || isBoolean(value) || typeof value === 'number';
export const isWholeOrWholes: Test = (value) => isWhole(value) || (Array.isArray(value) && value.every(isWhole));

/** Commands: strings in lists in lists, up to ten levels. */
export const isNestedTexts: Test = (value) => Array.isArray(value) && nested(value, 10);
export const isCommands: Test = (value) => isText(value) || isNestedTexts(value);

function nested(list: readonly unknown[], depth: number): boolean {
  return depth > 0 && list.every((item) => (Array.isArray(item) ? nested(item, depth - 1) : isText(item)));
}

/** Blank in Ruby's sense. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

export function oneOf(...allowed: readonly unknown[]): Test {
  return (value) => allowed.includes(value);
}

export function withVariables(test: Test): Test {
  return (value) => test(value) || (typeof value === 'string' && value.includes('$'));
}

export const isTime: Test = (value) => typeof value === 'string' && isDuration(value);

/** Whether a duration is within a limit; what is no duration has a message of its own. */
export function isWithin(seconds: number): Test {
  return (value) => typeof value !== 'string' || (durationSeconds(value) ?? 0) <= seconds;
}

export const isCondition: Test = (value) => typeof value === 'string' && parseExpression(value).ok;

/** `/re/flags` in RE2. */
export const isPattern: Test = (value) => {
  const pattern = typeof value === 'string' ? readPattern(value) : undefined;
  return pattern !== undefined && compileExpression(pattern.source, pattern.flags).ok;
};

/** A branch name, or a pattern over them. */
export const isRefs: Test = (value) =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'string' && (!/^\/.+\/\w*$/.test(item) || isPattern(item)));

export function longest(length: number): Test {
  return (value) => !Array.isArray(value) || value.length <= length;
}
