import { literalExpression } from './literal-expression.ts';
import { wholeTest } from './wildcards.ts';
const TOKEN = /\/\*\*$|^\*\*\/|\/\*\*\/|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|[^]/g;

/**
 * The source of a regular expression for a glob as Git reads it (https://git-scm.com/docs/gitignore#_pattern_format):
 * `*` and `?` stop at slashes, `**` between slashes does not.
 */
export function globSource(glob: string): string {
  return glob.replace(TOKEN, (token) => {
    if (token === '/**') return '/.*';
    if (token === '**/') return '(?:.*/)?';
    if (token === '/**/') return '/(?:.*/)?';
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1 && token.startsWith('[')) return classSource(token);
    return literalExpression(token.startsWith('\\') && token.length > 1 ? token.slice(1) : token);
  });
}

/** A test for whole paths. `{a,b}` stands for either, as in a shell. */
export function matchesGlob(glob: string): (path: string) => boolean {
  const expressions = withoutBraces(glob).map((plain) => wholeTest(globSource(plain)));
  return (path) => expressions.some((expression) => expression.test(path));
}

/** Ten pairs of braces are a thousand globs; what is beyond this is left out. */
const MOST_GLOBS = 1000;

function withoutBraces(glob: string): string[] {
  const plain: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined && plain.length < MOST_GLOBS; next = open.pop()) {
    const braces = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (braces === null) plain.push(next);
    else {
      const [before, after] = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)];
      open.push(...(braces[1] ?? '').split(',').map((choice) => `${before}${choice}${after}`));
    }
  }
  return plain;
}

function classSource(token: string): string {
  const [, negation = '', inner = ''] = /^\[([!^]?)([^]*)\]$/.exec(token) ?? [];
  const members = inner.replace(/[\\[\]^]/g, '\\$&').replace(/(.)-(.)/gs, (range, from: string, to: string) =>
    // A range that runs backwards fits nothing in Git and is an error in a regular expression.
    from <= to ? range : '',
  );
  if (members === '') return negation === '' ? '[^\\s\\S]' : '[^/]';
  return `[${negation === '' ? '' : '^/'}${members}]`;
}
