import { literalExpression } from './literal-expression.ts';
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
  const expressions = withoutBraces(glob).map((plain) => new RegExp(`^${globSource(plain)}$`, 's'));
  return (path) => expressions.some((expression) => expression.test(path));
}

function withoutBraces(glob: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (braces === null) return [glob];
  const [before, after] = [glob.slice(0, braces.index), glob.slice(braces.index + braces[0].length)];
  return (braces[1] ?? '').split(',').flatMap((choice) => withoutBraces(`${before}${choice}${after}`));
}

function classSource(token: string): string {
  const [, negation = '', inner = ''] = /^\[([!^]?)([^]*)\]$/.exec(token) ?? [];
  const members = inner.replace(/[\\[\]^]/g, '\\$&').replace(/(.)-(.)/gs, (range, from: string, to: string) =>
    // A range that runs backwards fits nothing in Git and is an error in a regular expression.
    from <= to ? range : '',
  );
  if (members === '') return negation === '' ? '(?!)' : '[^/]';
  return `[${negation === '' ? '' : '^/'}${members}]`;
}
