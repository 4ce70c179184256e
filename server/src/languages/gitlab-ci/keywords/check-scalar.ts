import { nearestName } from '../../../base/nearest-name.ts';
import { ownText } from '../../../base/record.ts';
import type { ScalarValue } from '../../../yaml/dialect.ts';
import { durationSeconds, isDuration } from './duration.ts';
import { invalid, type Fault, type Place } from './fault.ts';
import { valuesOf, type NumberShape, type StringShape } from './shape.ts';

/** What is wrong with a string or number; nothing for other values. */
export function checkScalar(
  value: ScalarValue,
  shape: { readonly string?: StringShape; readonly number?: NumberShape },
  place: Place,
): Fault[] {
  if (typeof value === 'string' && shape.string) return checkString(value, shape.string, place);
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return isNumber && shape.number ? checkNumber(value, shape.number, place) : [];
}

function checkNumber(value: number | bigint, { min, max }: NumberShape, { at, name }: Place): Fault[] {
  const isIn = (min === undefined || value >= min) && (max === undefined || value <= max);
  if (isIn) return [];
  const range = max === undefined ? `at least ${min ?? 0}` : `from ${min ?? 0} to ${max}`;
  return [invalid(at, `${name} is ${value}; allowed is ${range}`)];
}

function checkString(value: string, shape: StringShape, place: Place): Fault[] {
  const { variables = false, suggestions = false } = shape;
  const length = checkLength(value, shape, place);
  if (length !== undefined) return [length];
  if (variables && value.includes('$')) return [];
  if (shape.values !== undefined) return suggestions ? [] : checkEnumeration(value, shape, place);
  return shape.format === 'duration' ? checkDuration(value, shape, place) : checkPattern(value, shape, place);
}

function checkLength({ length }: string, shape: StringShape, { at, name }: Place): Fault | undefined {
  const { min = 0, max = Number.POSITIVE_INFINITY, soft } = shape;
  if (length < min) return invalid(at, `${name} is empty`);
  const most = Math.min(max, soft?.max ?? max);
  if (length <= most) return undefined;
  return invalid(at, `${name} is longer than ${most} characters`, length > max ? 'refused' : 'undocumented');
}

function checkDuration(value: string, { longest }: StringShape, { at, name }: Place): Fault[] {
  if (!isDuration(value) || (longest !== undefined && durationSeconds(value) === undefined)) {
    return [invalid(at, `${name} is '${short(value)}', which is not a duration such as '1h 30m' or '2 days'`)];
  }
  const isWithin = longest === undefined || (durationSeconds(value) ?? 0) <= (durationSeconds(longest) ?? 0);
  return isWithin ? [] : [invalid(at, `${name} is '${short(value)}'; GitLab allows ${longest} at most`)];
}

function checkPattern(value: string, { pattern, says, soft }: StringShape, { at, name }: Place): Fault[] {
  const words = (wanted: string): string => `${name} is '${short(value)}', but a correct value ${wanted}`;
  if (pattern !== undefined && !expression(pattern).test(value)) {
    return [invalid(at, words(says ?? `matches ${pattern}`))];
  }
  const usual = soft?.pattern;
  if (usual === undefined || expression(usual).test(value)) return [];
  return [invalid(at, words(`matches ${usual}`), 'undocumented')];
}

function checkEnumeration(value: string, shape: StringShape, { at, name }: Place): Fault[] {
  const allowed = valuesOf(shape).map(([text]) => text);
  if (allowed.includes(value)) return [];
  if (shape.soft?.values?.includes(value) === true) {
    return [invalid(at, `${name} is '${value}', which GitLab's documentation does not list`, 'undocumented')];
  }
  const near = nearestName(value, allowed);
  const elsewhere = ownText(shape.elsewhere, value);
  const proposal = near === undefined ? (elsewhere === undefined ? '' : `; ${elsewhere}`) : `; did you mean '${near}'?`;
  const message = `${name} is '${short(value)}'; allowed ${allowed.length === 1 ? 'is' : 'are'} ${listed(allowed)}${proposal}`;
  return [{ ...invalid(at, message), ...(near !== undefined && { replacement: near }) }];
}

const MAX_LISTED = 12;

function listed(values: readonly string[]): string {
  const more = values.length - MAX_LISTED;
  return more <= 0 ? values.join(', ') : `${values.slice(0, MAX_LISTED).join(', ')} and ${more} more`;
}

const expressions = new Map<string, RegExp>();

/** The patterns of the keyword data, each compiled once. */
export function expression(pattern: string): RegExp {
  const compiled = expressions.get(pattern) ?? new RegExp(pattern);
  expressions.set(pattern, compiled);
  return compiled;
}

/** Long values would hide the message. */
export function short(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
