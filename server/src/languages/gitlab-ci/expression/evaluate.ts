import type { Token } from './lexer.ts';
import type { Expression, Operator } from './parser.ts';
import { parseExpression } from './parser.ts';
import { compilePattern, readPattern } from './pattern.ts';

/** What a condition or a part of it is: a value, or unknown because of variables that nobody gave a value. */
type Evaluated =
  | { readonly known: true; readonly value: string | boolean | null }
  | { readonly known: false; readonly because: readonly string[] };

/** What is known of a variable: its value, that it is not set (null), or nothing (undefined). */
export type LookUp = (name: string) => string | boolean | null | undefined;

/**
 * Evaluates a condition as GitLab does, but for what is not known. What GitLab cannot read is false
 * (lib/gitlab/ci/pipeline/expression/statement.rb).
 */
export function evaluateText(text: string, lookUp: LookUp): Evaluated {
  const parsed = parseExpression(text);
  return parsed.ok ? evaluate(parsed.expression, lookUp) : { known: true, value: false };
}

/** Whether a condition holds: it does when the value is there and is not blank. */
export function isTruthful(result: Evaluated): boolean | undefined {
  if (!result.known) return undefined;
  const { value } = result;
  return typeof value === 'string' ? value.trim() !== '' : value === true;
}

/** Judges a condition: true, false, or unknown with the variables that would decide it. */
export function evaluate(expression: Expression, lookUp: LookUp): Evaluated {
  const { value, kinds, because } = outcomeOf(expression, lookUp);
  if (value !== undefined) return { known: true, value };
  // Whatever the unknown variables are, the condition holds, or it does not.
  if ((kinds & PRESENT) === 0) return { known: true, value: false };
  return kinds === PRESENT ? { known: true, value: true } : { known: false, because };
}

type Value = string | boolean | null;

/** Kinds of values, as bits. To Ruby nil and false are not true; a condition that is blank does not hold either. */
const NIL = 1;
const FALSE = 2;
const BLANK = 4;
const PRESENT = 8;
const FALSY = NIL | FALSE;
const TRUTHY = BLANK | PRESENT;

/** What a part of a condition may come to: its value, or the kinds of values that it may have. */
interface Outcome {
  readonly value?: Value;
  readonly kinds: number;
  /** The variables that it depends on and that nobody gave a value. */
  readonly because: readonly string[];
}

function outcomeOf(expression: Expression, lookUp: LookUp): Outcome {
  if (expression.kind === 'value') return valueOf(expression.token, lookUp);
  if (expression.kind === 'not') return opposite(outcomeOf(expression.operand, lookUp));
  const { operator, left, right } = expression;
  if (operator === 'and' || operator === 'or') {
    return combine(operator, outcomeOf(left, lookUp), () => outcomeOf(right, lookUp));
  }
  return compare(operator, outcomeOf(left, lookUp), { outcome: outcomeOf(right, lookUp), expression: right });
}

function exactly(value: Value): Outcome {
  return { value, kinds: kindOf(value), because: [] };
}

function kindOf(value: Value): number {
  if (value === null) return NIL;
  if (value === false) return FALSE;
  return value === true || value.trim() !== '' ? PRESENT : BLANK;
}

function valueOf(token: Token, lookUp: LookUp): Outcome {
  const { kind, text } = token;
  if (kind === 'variable') {
    const value = lookUp(text.slice(1));
    return value === undefined ? { kinds: NIL | TRUTHY, because: [text] } : exactly(value);
  }
  if (kind === 'input') return valueOfInput(text, lookUp);
  if (kind === 'null') return exactly(null);
  if (kind === 'boolean') return exactly(text === 'true');
  return exactly(kind === 'string' ? text.slice(1, -1) : text);
}

/** An input is looked up as `inputs.name`; where nobody knows inputs it is unknown. */
function valueOfInput(text: string, lookUp: LookUp): Outcome {
  const name = /inputs\.[\w-]+/.exec(text)?.[0] ?? '';
  const value = lookUp(name) ?? undefined;
  return value === undefined ? { kinds: FALSY | TRUTHY, because: [text] } : exactly(value);
}

function opposite({ kinds, because }: Outcome): Outcome {
  if ((kinds & TRUTHY) === 0) return exactly(true);
  return (kinds & FALSY) === 0 ? exactly(false) : { kinds: FALSE | PRESENT, because };
}

/** `&&` and `||` give one of their operands: the right one unless the left one decides alone. */
function combine(operator: 'and' | 'or', left: Outcome, readRight: () => Outcome): Outcome {
  const deciding = left.kinds & (operator === 'or' ? TRUTHY : FALSY);
  if (deciding === left.kinds) return left;
  const right = readRight();
  if (deciding === 0) return right;
  return { kinds: deciding | right.kinds, because: together(left, right) };
}

function together(left: Outcome, right: Outcome): string[] {
  return [...new Set([...left.because, ...right.because])];
}

function compare(
  operator: Exclude<Operator, 'and' | 'or'>,
  left: Outcome,
  right: { readonly outcome: Outcome; readonly expression: Expression },
): Outcome {
  const { outcome, expression } = right;
  if (left.value === undefined || outcome.value === undefined) {
    return { kinds: FALSE | PRESENT, because: together(left, outcome) };
  }
  if (operator === 'equals' || operator === 'not-equals') {
    return exactly((left.value === outcome.value) === (operator === 'equals'));
  }
  const isPattern = expression.kind === 'value' && expression.token.kind === 'pattern';
  return exactly(matches(left.value, outcome.value, isPattern) === (operator === 'matches'));
}

/** A text between slashes is a pattern, also as a variable's value; any other text is one that the left side must be in. */
function matches(left: Value, right: Value, isPattern: boolean): boolean {
  if (right === null || typeof right === 'boolean') return false;
  const text = left === null ? '' : String(left);
  const pattern = readPattern(right);
  if (pattern === undefined) return !isPattern && right.includes(text);
  const compiled = compilePattern(pattern);
  return compiled.ok && compiled.isFoundIn(text);
}
