import { jsonText, parseJson } from '../../../base/json.ts';
import { type DataRecord, isRecord, orderedEntries, ownValue, recordOrEmpty } from '../../../base/record.ts';
import { compileExpression } from '../../../base/regular-expression.ts';
import { inspect } from '../configuration/references.ts';
import { evaluateText, isTruthful } from '../expression/evaluate.ts';

/** The values of a file's inputs, or everything that is wrong with them in GitLab's words. */
interface ResolvedInputs {
  readonly values: DataRecord;
  readonly errors: readonly string[];
}

const INPUT_TYPES = ['array', 'boolean', 'number', 'string'] as const;
type InputType = (typeof INPUT_TYPES)[number];

/**
 * Takes the given inputs of a file together with its `spec:inputs`: defaults, types, options, patterns and rules
 * (https://docs.gitlab.com/ci/inputs/).
 */
export function resolveInputs(specifications: DataRecord, given: DataRecord): ResolvedInputs {
  const values: Record<string, unknown> = {};
  const errors: string[] = [];
  const wrong = orderedEntries(specifications).filter(([, written]) => typeOf(written) === undefined);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(specifications, name));
  if (unknown.length > 0) errors.push(`unknown input arguments: ${unknown.join(', ')}`);
  for (const [name] of wrong) {
    errors.push(`unknown input specification for \`${name}\` (valid types: ${INPUT_TYPES.join(', ')})`);
  }
  for (const [name, written] of orderedEntries(specifications)) {
    const type = typeOf(written);
    if (type === undefined) continue;
    const specification = recordOrEmpty(written);
    const result = resolveOne({ name, type, specification }, { given, known: { ...given, ...values } });
    values[name] = result.value;
    errors.push(...result.errors.map((error) => `\`${name}\` input: ${error}`));
  }
  return { values, errors };
}

function typeOf(written: unknown): InputType | undefined {
  if (written === null) return 'string';
  if (!isRecord(written)) return undefined;
  const type = Object.hasOwn(written, 'type') ? written['type'] : 'string';
  return INPUT_TYPES.find((known) => known === type);
}

/** What the first rule that holds gives: `options` and `default`. */
function withRule(specification: DataRecord, known: DataRecord): DataRecord {
  const { rules } = specification;
  const rule: unknown = Array.isArray(rules) ? rules[ruleThatHolds(rules, known)] : undefined;
  return isRecord(rule) ? { ...specification, ...rule } : specification;
}

/** Which rule of an input is the first that holds, with what is known of the inputs before it; -1: none does. */
export function ruleThatHolds(rules: readonly unknown[], known: DataRecord): number {
  return rules.findIndex((each) => {
    const condition = ownValue(each, 'if');
    return typeof condition !== 'string' || isTruthful(evaluateText(condition, inputLookUp(known))) === true;
  });
}

/** An input that a rule gives a default is not required, whether that rule holds or not. */
function isRequired({ rules, ...specification }: DataRecord): boolean {
  if (Object.hasOwn(specification, 'default')) return false;
  return !(Array.isArray(rules) && rules.some((rule) => isRecord(rule) && ('default' in rule || !('if' in rule))));
}

function inputLookUp(known: DataRecord): (name: string) => string | boolean | null {
  return (name) => {
    const value = ownValue(known, name.replace(/^inputs\./, ''));
    if (value === undefined || value === null) return null;
    return typeof value === 'string' || typeof value === 'boolean' ? value : jsonText(value);
  };
}

interface Input {
  readonly name: string;
  readonly type: InputType;
  readonly specification: DataRecord;
}

function resolveOne(
  { name, type, specification: written }: Input,
  { given, known }: { readonly given: DataRecord; readonly known: DataRecord },
): { readonly value: unknown; readonly errors: readonly string[] } {
  const isGiven = Object.hasOwn(given, name) && given[name] !== null;
  if (!isGiven && isRequired(written)) return { value: null, errors: ['required value has not been provided'] };
  const specification = withRule(written, known);
  // A default of nothing is not asked whether it fits.
  const byDefault = (specification['default'] ?? null) === null ? undefined : coerce(specification['default'], type);
  const value = isGiven ? coerce(given[name], type) : byDefault;
  const errors = [
    ...(byDefault === undefined ? [] : errorsOf(byDefault, 'default', { type, specification })),
    ...(isGiven ? errorsOf(value, 'provided', { type, specification }) : []),
  ];
  return { value: value ?? (type === 'string' ? '' : null), errors };
}

/** A string input takes anything as its text, the others read a text as JSON. */
function coerce(value: unknown, type: InputType): unknown {
  if (type === 'string') return rubyText(value);
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

/** A value as Ruby's `to_s` writes it. */
export function rubyText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : inspect(value);
}

type Judged = Pick<Input, 'type' | 'specification'>;

function errorsOf(value: unknown, which: 'default' | 'provided', input: Judged): string[] {
  if (value === null || value === undefined) return [];
  const { type } = input;
  const isOfType =
    type === 'array' ? Array.isArray(value) : typeof value === type || (type === 'number' && typeof value === 'bigint');
  const article = type === 'array' ? 'an' : 'a';
  return [
    ...(isOfType ? [] : [`${which} value is not ${article} ${type}`]),
    ...optionErrors(value, input),
    ...patternErrors(value, which, input),
  ];
}

function optionErrors(value: unknown, { type, specification: { options } }: Judged): string[] {
  if (!Array.isArray(options)) return [];
  if (type !== 'string' && type !== 'number') return ['Options can only be used with string and number inputs'];
  const isAllowed =
    type === 'string'
      ? options.some((option) => rubyText(option) === value)
      : options.some((option) => option === value);
  const list = type === 'string' ? 'allowed options' : 'the allowed options';
  return isAllowed ? [] : [`\`${rubyText(value)}\` cannot be used because it is not in the list of ${list}`];
}

function patternErrors(value: unknown, which: 'default' | 'provided', { type, specification }: Judged): string[] {
  const { regex } = specification;
  if (regex === undefined || regex === null) return [];
  if (type !== 'string') return ['RegEx validation can only be used with string inputs'];
  const compiled = compileExpression(typeof regex === 'string' ? regex : '');
  if (!compiled.ok) return ['invalid regular expression'];
  return compiled.isFoundIn(rubyText(value)) ? [] : [`${which} value does not match required RegEx pattern`];
}
