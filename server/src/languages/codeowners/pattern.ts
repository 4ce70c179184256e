import { WHITE_SPACE } from './owner.ts';

const ESCAPED_SPACE = new RegExp(`\\\\[${WHITE_SPACE}]+`, 'g');

/** The pattern that GitLab matches with, for one that is written: https://docs.gitlab.com/user/project/codeowners/reference/. */
export function normalizePattern(pattern: string): string {
  if (pattern === '*') return '/**/*';
  const unescaped = pattern.replace(/^\\#/, '#').replace(ESCAPED_SPACE, ' ');
  const anchored = unescaped.startsWith('/') ? unescaped : `/**/${unescaped}`;
  return anchored.endsWith('/') ? `${anchored}**/*` : anchored;
}

/** One name of a path, and whether any number of folders may stand before it. */
export interface Segment {
  readonly isDeep: boolean;
  readonly matches: (name: string) => boolean;
  /** The only name that fits, where there is only one. */
  readonly literal: string | undefined;
}

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  /** A bracket that is never closed fits nothing. */
  | { readonly kind: 'never' };

const compiled = new Map<string, readonly Segment[]>();
const MAX_COMPILED = 10_000;

/**
 * The names of a normalised pattern, without the slash that it begins with. Matches as Ruby's `File.fnmatch?` with
 * `FNM_PATHNAME` and `FNM_DOTMATCH`: https://docs.ruby-lang.org/en/master/File.html#method-c-fnmatch.
 */
export function segmentsOf(normalized: string): readonly Segment[] {
  const before = compiled.get(normalized);
  if (before !== undefined) return before;
  const segments = compile(normalized);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(normalized, segments);
  return segments;
}

function compile(pattern: string): Segment[] {
  const segments: Segment[] = [];
  let at = 1;
  for (;;) {
    const first = at;
    while (pattern.startsWith('**/', at)) at += 3;
    const { tokens, end } = readTokens(pattern, at);
    segments.push(createSegment(at > first, tokens));
    if (end >= pattern.length) return segments;
    at = end + 1;
  }
}

/** Reads up to the slash that ends a name. A class may hold a slash, which then ends nothing. */
function readTokens(pattern: string, start: number): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
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

function readSpecial(pattern: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  if (pattern[at] === '?') return { token: { kind: 'any' }, end: at + 1 };
  if (pattern[at] === '[') return readClass(pattern, at + 1);
  if (pattern[at] !== '*') return undefined;
  let end = at;
  while (pattern[end] === '*') end++;
  return { token: { kind: 'star' }, end };
}

/** The first `]` closes a class, also right at its beginning: then it holds nothing. */
function readClass(pattern: string, start: number): { readonly token: Token; readonly end: number } {
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

function createSegment(isDeep: boolean, tokens: readonly Token[]): Segment {
  if (tokens.every((token) => token.kind === 'literal')) {
    const literal = tokens.map(({ text }) => text).join('');
    return { isDeep, literal, matches: (name) => name === literal };
  }
  if (tokens.length === 1 && tokens[0]?.kind === 'star') return { isDeep, literal: undefined, matches: () => true };
  return { isDeep, literal: undefined, matches: (name) => matchName(tokens, name) };
}

/** Goes back to the last star only, which is enough: in the worst case pattern length times name length. */
function matchName(tokens: readonly Token[], name: string): boolean {
  let [index, at] = [0, 0];
  let star: { readonly index: number; at: number } | undefined;
  for (;;) {
    const token = tokens[index];
    if (token?.kind === 'star') {
      star = { index: ++index, at };
      if (index === tokens.length) return true;
      continue;
    }
    if (at >= name.length) return token === undefined;
    const code = name.codePointAt(at) ?? 0;
    if (token !== undefined && fits(token, code)) {
      index++;
      at += code > 0xffff ? 2 : 1;
    } else if (star !== undefined) {
      star.at += (name.codePointAt(star.at) ?? 0) > 0xffff ? 2 : 1;
      [index, at] = [star.index, star.at];
    } else {
      return false;
    }
  }
}

function fits(token: Token, code: number): boolean {
  if (token.kind === 'literal') return token.text.codePointAt(0) === code;
  if (token.kind === 'class') return token.ranges.some(([from, to]) => from <= code && code <= to) !== token.isNegated;
  return token.kind === 'any';
}

/** Whether a pattern fits a path from the repository's root, which has no slash at its start. */
export function matchesPath(segments: readonly Segment[], path: string): boolean {
  const names = path.split('/');
  let [index, at] = [0, 0];
  let deep: { readonly index: number; at: number } | undefined;
  for (;;) {
    const segment = segments[index];
    if (segment?.isDeep === true && deep?.index !== index) deep = { index, at };
    const isFit = segment?.matches(names[at] ?? '') === true;
    const [isLastSegment, isLastName] = [index === segments.length - 1, at === names.length - 1];
    if (isFit && isLastSegment && isLastName) return true;
    if (isFit && !isLastSegment && !isLastName) {
      index++;
      at++;
    } else if (deep !== undefined && deep.at < names.length - 1) {
      deep.at++;
      [index, at] = [deep.index, deep.at];
    } else {
      return false;
    }
  }
}
