import type { Token } from './lexer.ts';
import type { Expression, Operator } from './parser.ts';
import { parseExpression } from './parser.ts';
import { compilePattern, readPattern } from './pattern.ts';

/** What a condition or a part of it is: a value, or unknown because of variables that nobody gave a value. */
export type Evaluated =
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

export function evaluate(expression: Expression, lookUp: LookUp): Evaluated {
  if (expression.kind === 'value') return valueOf(expression.token, lookUp);
  if (expression.kind === 'not') {
    const operand = evaluate(expression.operand, lookUp);
    return operand.known ? { known: true, value: !isTruthy(operand.value) } : operand;
  }
  const { operator, left, right } = expression;
  if (operator === 'and' || operator === 'or')
    return combine(operator, evaluate(left, lookUp), evaluate(right, lookUp));
  return compare(operator, evaluate(left, lookUp), { result: evaluate(right, lookUp), expression: right });
}

function valueOf(token: Token, lookUp: LookUp): Evaluated {
  const { kind, text } = token;
  if (kind === 'variable') {
    const name = text.slice(1);
    const value = lookUp(name);
    return value === undefined ? { known: false, because: [`$${name}`] } : { known: true, value };
  }
  if (kind === 'input') return valueOfInput(text, lookUp);
  if (kind === 'null') return { known: true, value: null };
  if (kind === 'boolean') return { known: true, value: text === 'true' };
  return { known: true, value: kind === 'string' ? text.slice(1, -1) : text };
}

/** An input is looked up as `inputs.name`; where nobody knows inputs it is unknown. */
function valueOfInput(text: string, lookUp: LookUp): Evaluated {
  const name = /inputs\.[\w-]+/.exec(text)?.[0] ?? '';
  const value = lookUp(name) ?? undefined;
  return value === undefined ? { known: false, because: [text] } : { known: true, value };
}

/** Ruby's truth: only nil and false are not true, so that the empty text is. */
function isTruthy(value: string | boolean | null): boolean {
  return value !== null && value !== false;
}

/** `&&` and `||` give one of their operands. Where one side decides alone, the other may be unknown. */
function combine(operator: 'and' | 'or', left: Evaluated, right: Evaluated): Evaluated {
  if (left.known) {
    const isLeft = isTruthy(left.value) === (operator === 'or');
    return isLeft ? left : right;
  }
  if (right.known && isTruthy(right.value) === (operator === 'or')) return right;
  return right.known ? left : { known: false, because: [...new Set([...left.because, ...right.because])] };
}

function compare(
  operator: Exclude<Operator, 'and' | 'or'>,
  left: Evaluated,
  right: { readonly result: Evaluated; readonly expression: Expression },
): Evaluated {
  const { result, expression } = right;
  if (!left.known || !result.known) {
    const because = [left, result].flatMap((side) => (side.known ? [] : side.because));
    return { known: false, because: [...new Set(because)] };
  }
  if (operator === 'equals' || operator === 'not-equals') {
    return { known: true, value: (left.value === result.value) === (operator === 'equals') };
  }
  const isPattern = expression.kind === 'value' && expression.token.kind === 'pattern';
  const found = matches(left.value, result.value, isPattern);
  return { known: true, value: found === (operator === 'matches') };
}

/** A text between slashes is a pattern, also as a variable's value; any other text is one that the left side must be in. */
function matches(left: string | boolean | null, right: string | boolean | null, isPattern: boolean): boolean {
  if (right === null || typeof right === 'boolean') return false;
  const text = left === null ? '' : String(left);
  const pattern = readPattern(right);
  if (pattern === undefined) return !isPattern && right.includes(text);
  const compiled = compilePattern(pattern);
  return compiled.ok && compiled.isFoundIn(text);
}
