import { wholeTest, type WholeTest } from '../../../base/wildcards.ts';

const compiled = new Map<string, readonly WholeTest[]>();

/**
 * A pattern of `rules:changes` and `rules:exists` as Ruby's `File.fnmatch` reads it with PATHNAME, DOTMATCH and EXTGLOB:
 * `*` and `?` stay in their folder, a double star with a slash crosses folders, `{a,b}` are alternatives, `[a-z]` a set.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const tests = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, tests);
  return tests.some((each) => each.test(path));
}

function compile(pattern: string): readonly WholeTest[] {
  if (compiled.size > 2000) compiled.clear();
  return alternatives(pattern).map((plain) => wholeTest(translate(plain)));
}

/** Opens `{a,b}`, nested ones too; up to a few hundred results. */
function alternatives(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = open === -1 ? -1 : closing(pattern, open);
  if (close === -1) return [pattern];
  const before = pattern.slice(0, open);
  const rest = alternatives(pattern.slice(close + 1));
  const choices = splitChoices(pattern.slice(open + 1, close)).flatMap(alternatives);
  return choices.flatMap((choice) => rest.map((after) => `${before}${choice}${after}`)).slice(0, 500);
}

function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++;
    if (pattern[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function splitChoices(text: string): string[] {
  const choices = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    if (letter === ',' && depth === 0) choices.push('');
    else choices.push(`${choices.pop() ?? ''}${letter}`);
  }
  return choices;
}

const PIECE = /\*\*\/|\*+|\?|\[(?:!|\^)?[^\]]+\]|\\.|[\s\S]/gu;

function translate(pattern: string): string {
  return pattern.replace(PIECE, (piece) => {
    if (piece === '**/') return '(?:[^/]+/)*';
    if (piece.startsWith('*')) return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.startsWith('[') && piece.length > 1) return set(piece);
    return escape(piece.length === 2 && piece.startsWith('\\') ? piece.slice(1) : piece);
  });
}

function set(piece: string): string {
  const isNegated = piece[1] === '!' || piece[1] === '^';
  const body = piece
    .slice(isNegated ? 2 : 1, -1)
    .replace(/[\\\]^[]/g, '\\$&')
    // A range that runs backwards fits nothing in Ruby and is an error in a regular expression.
    .replace(/(.)-(.)/gsu, (range, from: string, to: string) => (from <= to ? range : ''));
  return `[${isNegated ? '^' : ''}${body}]`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&').replace(/\\-/g, '-');
}
