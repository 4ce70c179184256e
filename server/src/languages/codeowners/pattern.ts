import { WHITE_SPACE } from './owner.ts';

const ESCAPED_SPACE = new RegExp(`\\\\[${WHITE_SPACE}]+`, 'g');

/** The pattern that GitLab matches with, for one that is written: https://docs.gitlab.com/user/project/codeowners/reference/. */
export function normalizePattern(pattern: string): string {
  if (pattern === '*') return '/**/*';
  const unescaped = pattern.replace(/^\\#/, '#').replace(ESCAPED_SPACE, ' ');
  const anchored = unescaped.startsWith('/') ? unescaped : `/**/${unescaped}`;
  return anchored.endsWith('/') ? `${anchored}**/*` : anchored;
}

/** How many steps may still be taken. Below 0 an answer is no answer: too many patterns for too many files. */
export interface Budget {
  left: number;
}

/** What one name of a path must be. */
export interface NamePattern {
  readonly fits: (name: string, budget: Budget) => boolean;
  /** The only name that fits, where there is only one. */
  readonly literal: string | undefined;
}

/** In a row of patterns: any number of items, also none. */
export const ANY_NUMBER = '**';
type Row<Pattern> = readonly (Pattern | typeof ANY_NUMBER)[];

/** A pattern name by name, from the repository's root. */
export type PathPattern = Row<NamePattern>;

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  /** A bracket that is never closed fits nothing. */
  | { readonly kind: 'never' };

const compiled = new Map<string, PathPattern>();
const MAX_COMPILED = 10_000;

/**
 * Reads a normalised pattern. It fits as in Ruby's `File.fnmatch?` with `FNM_PATHNAME` and `FNM_DOTMATCH`:
 * https://docs.ruby-lang.org/en/master/File.html#method-c-fnmatch.
 */
export function compilePattern(normalized: string): PathPattern {
  const before = compiled.get(normalized);
  if (before !== undefined) return before;
  const pattern = compile(normalized);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(normalized, pattern);
  return pattern;
}

/** Whether a pattern fits a path from the repository's root, which has no slash at its start. */
export function fitsPath(pattern: PathPattern, path: string): boolean {
  const budget: Budget = { left: Infinity };
  return fitsRow({ row: pattern, items: path.split('/'), fits: (name, item) => name.fits(item, budget) }, budget);
}

function compile(normalized: string): PathPattern {
  const pattern: (NamePattern | typeof ANY_NUMBER)[] = [];
  // Every normalised pattern begins with a slash.
  let at = 1;
  for (;;) {
    if (normalized.startsWith('**/', at)) pattern.push(ANY_NUMBER);
    while (normalized.startsWith('**/', at)) at += 3;
    const { tokens, end } = readTokens(normalized, at);
    pattern.push(createNamePattern(tokens));
    if (end >= normalized.length) return pattern;
    at = end + 1;
  }
}

/** Reads up to the slash that ends a name. A class may hold a slash, which then ends nothing. */
function readTokens(pattern: string, start: number): { readonly tokens: Row<Token>; readonly end: number } {
  const tokens: (Token | typeof ANY_NUMBER)[] = [];
  let at = start;
  while (at < pattern.length) {
    const escaped = pattern[at] === '\\' ? 1 : 0;
    // A backslash that escapes nothing is nothing.
    if (at + escaped === pattern.length) break;
    const character = String.fromCodePoint(pattern.codePointAt(at + escaped) ?? 0);
    if (character === '/') return { tokens, end: at + escaped };
    const token = escaped === 1 ? undefined : readSpecial(pattern, at);
    tokens.push(token?.token ?? { kind: 'literal', text: character });
    at = token?.end ?? at + escaped + character.length;
  }
  return { tokens, end: pattern.length };
}

interface ReadToken {
  readonly token: Token | typeof ANY_NUMBER;
  readonly end: number;
}

function readSpecial(pattern: string, at: number): ReadToken | undefined {
  if (pattern[at] === '?') return { token: { kind: 'any' }, end: at + 1 };
  if (pattern[at] === '[') return readClass(pattern, at + 1);
  if (pattern[at] !== '*') return undefined;
  let end = at;
  while (pattern[end] === '*') end++;
  return { token: ANY_NUMBER, end };
}

/** The first `]` closes a class, also right at its beginning: then it holds nothing. */
function readClass(pattern: string, start: number): ReadToken {
  const isNegated = pattern[start] === '!' || pattern[start] === '^';
  const ranges: (readonly [number, number])[] = [];
  let at = isNegated ? start + 1 : start;
  while (at < pattern.length && pattern[at] !== ']') {
    const from = readMember(pattern, at);
    const isRange = pattern[from.end] === '-' && pattern[from.end + 1] !== ']' && from.end + 1 < pattern.length;
    const to = isRange ? readMember(pattern, from.end + 1) : from;
    ranges.push([from.code, to.code]);
    // Both ends of a range count by themselves, so one that runs backwards still fits two characters.
    if (isRange) ranges.push([from.code, from.code], [to.code, to.code]);
    at = to.end;
  }
  if (at >= pattern.length) return { token: { kind: 'never' }, end: pattern.length };
  return { token: { kind: 'class', isNegated, ranges }, end: at + 1 };
}

function readMember(pattern: string, at: number): { readonly code: number; readonly end: number } {
  const start = pattern[at] === '\\' ? at + 1 : at;
  const code = pattern.codePointAt(start) ?? 0;
  return { code, end: start + (code > 0xffff ? 2 : 1) };
}

function createNamePattern(tokens: Row<Token>): NamePattern {
  const [first, ...others] = tokens;
  if (first === ANY_NUMBER && others.length === 0) return { literal: undefined, fits: () => true };
  const texts = tokens.flatMap((token) => (token !== ANY_NUMBER && token.kind === 'literal' ? [token.text] : []));
  if (texts.length < tokens.length) {
    const suffix = texts.join('');
    if (first === ANY_NUMBER && texts.length === others.length) {
      return { literal: undefined, fits: (name) => name.endsWith(suffix) };
    }
    return {
      literal: undefined,
      fits: (name, budget) => fitsRow({ row: tokens, items: Array.from(name), fits: fitsCharacter }, budget),
    };
  }
  const literal = texts.join('');
  return { literal, fits: (name) => name === literal };
}

function fitsCharacter(token: Token, character: string): boolean {
  if (token.kind === 'literal') return token.text === character;
  const code = character.codePointAt(0) ?? 0;
  if (token.kind === 'class') return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.isNegated;
  return token.kind === 'any';
}

interface RowMatch<Pattern, Item> {
  readonly row: Row<Pattern>;
  readonly items: readonly Item[];
  readonly fits: (pattern: Pattern, item: Item) => boolean;
}

/** Goes back to the last star only, which is enough: in the worst case one length times the other. */
function fitsRow<Pattern extends object, Item>({ row, items, fits }: RowMatch<Pattern, Item>, budget: Budget): boolean {
  let index = 0;
  let star: { readonly index: number; at: number } | undefined;
  for (let at = 0; at < items.length;) {
    if (budget.left-- < 0) return false;
    const pattern = row[index];
    if (pattern === ANY_NUMBER) {
      star = { index: ++index, at };
    } else if (pattern !== undefined && fits(pattern, items[at] as Item)) {
      index++;
      at++;
    } else if (star !== undefined) {
      at = ++star.at;
      index = star.index;
    } else {
      return false;
    }
  }
  while (row[index] === ANY_NUMBER) index++;
  return index === row.length;
}
