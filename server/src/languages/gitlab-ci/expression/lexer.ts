/** One word of a condition, at its offset in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type TokenKind =
  | 'open'
  | 'close'
  | 'input'
  | 'variable'
  | 'string'
  | 'pattern'
  | 'null'
  | 'boolean'
  | 'equals'
  | 'matches'
  | 'not-equals'
  | 'not-matches'
  | 'and'
  | 'or'
  | 'not';

/** Something in a condition that GitLab cannot read. */
export interface ExpressionProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** In the order in which GitLab tries them at each place (lib/gitlab/ci/pipeline/expression/lexer.rb). */
const LEXEMES: readonly (readonly [TokenKind, RegExp])[] = [
  ['open', /\(/y],
  ['close', /\)/y],
  ['input', /\$\[\[\s*inputs\.[\w-]+\s*\]\]/y],
  ['variable', /\$\w+/y],
  ['string', /"[^"\n]*"|'[^'\n]*'/y],
  ['pattern', /\/(?:[^/]|\\\/)+[^\\]\/[ismU]*/y],
  ['null', /null/y],
  ['boolean', /(?:true|false)\b/y],
  ['equals', /==/y],
  ['matches', /=~/y],
  ['not-equals', /!=/y],
  ['not-matches', /!~/y],
  ['and', /&&/y],
  ['or', /\|\|/y],
  ['not', /!/y],
];

/** Conditions of a hundred words are refused already (`Too many tokens!`). */
const MAX_TOKENS = 99;

/** The words of a condition up to the first that GitLab cannot read. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly problem?: ExpressionProblem } {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    if (tokens.length === MAX_TOKENS) {
      return {
        tokens,
        problem: { message: `The condition has more than ${MAX_TOKENS} words`, start: at, end: text.length },
      };
    }
    const token = tokenAt(text, at);
    if (token === undefined) return { tokens, problem: unreadable(text, at) };
    tokens.push(token);
    at = token.end;
  }
  return { tokens };
}

/** The first pattern token at the start of a text, as GitLab's scanner finds it. */
export function patternAt(text: string): string | undefined {
  const token = tokenAt(text, 0);
  return token?.kind === 'pattern' ? token.text : undefined;
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, expression] of LEXEMES) {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, start: at, end: at + found.length };
  }
  return undefined;
}

/** Ruby's `\s`: a no-break space is none. */
const SPACE = /[ \t\r\n\f\v]/;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text.charAt(at))) at++;
  return at;
}

function unreadable(text: string, start: number): ExpressionProblem {
  const word = /^\S+/.exec(text.slice(start))?.[0] ?? '';
  const at = { start, end: start + word.length };
  const name = /^\$\{(\w+)\}/.exec(word)?.[1];
  if (name !== undefined) return { message: `'\${${name}}' is not read in a condition; write '$${name}'`, ...at };
  if (word.startsWith('/')) {
    return { message: `'${word}' is not a pattern: it needs two characters at least and a closing '/'`, ...at };
  }
  if (/^["']/.test(word)) return { message: `The text that begins at ${word.charAt(0)} is not closed`, ...at };
  if (/^=(?![=~])/.test(word)) return { message: "'=' compares nothing; write '==' or '=~'", start, end: start + 1 };
  return { message: `'${word}' is neither a variable, a text in quotes, a pattern nor an operator`, ...at };
}
