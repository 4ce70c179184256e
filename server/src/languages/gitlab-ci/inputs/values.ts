import { parseJson } from '../../../base/json.ts';
import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { compileExpression } from '../../../base/regular-expression.ts';
import { evaluateText, isTruthful } from '../expression/evaluate.ts';

/** The values of a file's inputs, or everything that is wrong with them in GitLab's words. */
export interface ResolvedInputs {
  readonly values: DataRecord;
  readonly errors: readonly string[];
}

export const INPUT_TYPES = ['array', 'boolean', 'number', 'string'] as const;
type InputType = (typeof INPUT_TYPES)[number];

/**
 * Takes the given inputs of a file together with its `spec:inputs`: defaults, types, options, patterns and rules
 * (https://docs.gitlab.com/ci/inputs/).
 */
export function resolveInputs(specifications: DataRecord, given: DataRecord): ResolvedInputs {
  const values: Record<string, unknown> = {};
  const errors: string[] = [];
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(specifications, name));
  if (unknown.length > 0) errors.push(`unknown input arguments: ${unknown.join(', ')}`);
  for (const [name, written] of Object.entries(specifications)) {
    const type = typeOf(written);
    if (type === undefined) {
      errors.push(`unknown input specification for \`${name}\` (valid types: ${INPUT_TYPES.join(', ')})`);
      continue;
    }
    const specification = withRule(isRecord(written) ? written : {}, { ...given, ...values });
    const result = resolveOne({ name, type, specification }, given);
    values[name] = result.value;
    errors.push(...result.errors.map((error) => `\`${name}\` input: ${error}`));
  }
  return { values, errors };
}

function typeOf(written: unknown): InputType | undefined {
  if (written === null) return 'string';
  if (!isRecord(written)) return undefined;
  const type = ownValue(written, 'type') ?? 'string';
  return INPUT_TYPES.find((known) => known === type);
}

/** What the first rule that holds gives: `options` and `default`. */
function withRule(specification: DataRecord, known: DataRecord): DataRecord {
  const { rules } = specification;
  if (!Array.isArray(rules)) return specification;
  const rule: unknown = rules.find((each) => {
    const condition = ownValue(each, 'if');
    return typeof condition !== 'string' || isTruthful(evaluateText(condition, inputLookUp(known))) === true;
  });
  return isRecord(rule) ? { ...specification, ...rule } : specification;
}

function inputLookUp(known: DataRecord): (name: string) => string | null {
  return (name) => {
    const value = ownValue(known, name.replace(/^inputs\./, ''));
    return value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
  };
}

interface Input {
  readonly name: string;
  readonly type: InputType;
  readonly specification: DataRecord;
}

function resolveOne(input: Input, given: DataRecord): { readonly value: unknown; readonly errors: readonly string[] } {
  const { name, type, specification } = input;
  const hasDefault = Object.hasOwn(specification, 'default');
  const isGiven = Object.hasOwn(given, name) && given[name] !== null;
  if (!hasDefault && !isGiven) return { value: null, errors: ['required value has not been provided'] };
  const byDefault = coerce(specification['default'], type);
  const value = isGiven ? coerce(given[name], type) : byDefault;
  const errors = [
    ...(hasDefault ? errorsOf(byDefault, 'default', input) : []),
    ...(isGiven ? errorsOf(value, 'provided', input) : []),
  ];
  return { value, errors: [...new Set(errors)] };
}

/** A string input takes any scalar as its text, the others read a text as JSON. */
function coerce(value: unknown, type: InputType): unknown {
  if (type === 'string') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

function errorsOf(value: unknown, which: 'default' | 'provided', { type, specification }: Input): string[] {
  if (value === null || value === undefined) return [];
  const isOfType = type === 'array' ? Array.isArray(value) : typeof value === type;
  if (!isOfType) return [`${which} value is not ${type === 'array' ? 'an' : 'a'} ${type}`];
  return [...optionErrors(value, type, specification), ...patternErrors(value, which, { type, specification })];
}

function optionErrors(value: unknown, type: InputType, { options }: DataRecord): string[] {
  if (!Array.isArray(options)) return [];
  if (type !== 'string' && type !== 'number') return ['Options can only be used with string and number inputs'];
  const allowed = options.map((option) => String(option));
  const text = String(value);
  return allowed.includes(text) ? [] : [`\`${text}\` cannot be used because it is not in the list of allowed options`];
}

function patternErrors(
  value: unknown,
  which: 'default' | 'provided',
  { type, specification }: Pick<Input, 'type' | 'specification'>,
): string[] {
  const { regex } = specification;
  if (regex === undefined || regex === null) return [];
  if (type !== 'string' || typeof value !== 'string') return ['RegEx validation can only be used with string inputs'];
  const compiled = compileExpression(typeof regex === 'string' ? regex : '');
  if (!compiled.ok) return ['invalid regular expression'];
  return compiled.isFoundIn(value) ? [] : [`${which} value does not match required RegEx pattern`];
}
