import { tokenize, type ExpressionProblem, type Token, type TokenKind } from './lexer.ts';
import { compilePattern, readPattern } from './pattern.ts';

export type Expression =
  | { readonly kind: 'value'; readonly token: Token }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export type Operator = 'equals' | 'matches' | 'not-equals' | 'not-matches' | 'and' | 'or';

export type ParsedExpression =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly problem: ExpressionProblem };

const PRECEDENCE: Readonly<Partial<Record<TokenKind, number>>> = {
  equals: 3,
  matches: 3,
  'not-equals': 3,
  'not-matches': 3,
  and: 2,
  or: 1,
};

/** Reads a condition as GitLab does: comparisons before `&&` before `||`, all from the left. */
export function parseExpression(text: string): ParsedExpression {
  const { tokens, problem } = tokenize(text);
  if (problem !== undefined) return { ok: false, problem };
  const parser = new Parser(tokens, text.length);
  const expression = parser.read(1);
  const fault = parser.problem ?? parser.rest() ?? wrongPattern(tokens);
  if (fault !== undefined || expression === undefined) {
    return { ok: false, problem: fault ?? { message: 'The condition is empty', start: 0, end: text.length } };
  }
  return { ok: true, expression };
}

/** The first regular expression that is none. */
function wrongPattern(tokens: readonly Token[]): ExpressionProblem | undefined {
  for (const { kind, text, start, end } of tokens) {
    const pattern = kind === 'pattern' ? readPattern(text) : undefined;
    const compiled = pattern && compilePattern(pattern);
    if (compiled === undefined || compiled.ok) continue;
    const message = `'${text}' is no regular expression that GitLab's engine (RE2) knows: ${compiled.message}`;
    return { message, start, end };
  }
  return undefined;
}

class Parser {
  problem: ExpressionProblem | undefined;
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #index = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  /** Reads operators of at least this precedence. */
  read(minimum: number): Expression | undefined {
    let left = this.#operand();
    for (;;) {
      const token = this.#tokens[this.#index];
      const precedence = (token && PRECEDENCE[token.kind]) ?? 0;
      if (left === undefined || token === undefined || precedence < minimum) return left;
      this.#index++;
      const right = this.read(precedence + 1);
      if (right === undefined) return undefined;
      left = { kind: 'operation', operator: token.kind as Operator, left, right };
    }
  }

  /** What is left over after the condition. */
  rest(): ExpressionProblem | undefined {
    const token = this.#tokens[this.#index];
    if (token === undefined) return undefined;
    const message =
      token.kind === 'close'
        ? "A ')' closes nothing"
        : `An operator such as '==' or '&&' is missing before '${token.text}'`;
    return { message, start: token.start, end: token.end };
  }

  #operand(): Expression | undefined {
    const token = this.#tokens[this.#index];
    if (token === undefined) return this.#fail('The condition ends where a value is expected', this.#end());
    this.#index++;
    if (token.kind === 'open') return this.#group(token);
    if (token.kind === 'not') {
      const operand = this.#operand();
      return operand && { kind: 'not', operand };
    }
    if (token.kind in PRECEDENCE || token.kind === 'close') {
      return this.#fail(`'${token.text}' stands where a value is expected`, token);
    }
    return { kind: 'value', token };
  }

  #group(open: Token): Expression | undefined {
    const inner = this.read(1);
    if (inner === undefined) return undefined;
    if (this.#tokens[this.#index]?.kind !== 'close') return this.#fail("This '(' is not closed", open);
    this.#index++;
    return inner;
  }

  #end(): { start: number; end: number } {
    return { start: Math.max(0, this.#length - 1), end: this.#length };
  }

  #fail(message: string, { start, end }: { start: number; end: number }): Expression | undefined {
    this.problem ??= { message, start, end };
    return undefined;
  }
}

const NAMES: Readonly<Record<Operator, string>> = {
  equals: 'equals',
  matches: 'matches',
  'not-equals': 'not_equals',
  'not-matches': 'not_matches',
  and: 'and',
  or: 'or',
};

/** The tree in one line: `or($A, and($B, $C))`. */
export function describeTree(expression: Expression): string {
  if (expression.kind === 'value') return expression.token.text;
  if (expression.kind === 'not') return `not(${describeTree(expression.operand)})`;
  const { operator, left, right } = expression;
  return `${NAMES[operator]}(${describeTree(left)}, ${describeTree(right)})`;
}
