/** The patterns of one `.gitignore` (https://git-scm.com/docs/gitignore). */
export interface IgnoreFile {
  /** The folder that the file lies in; patterns are relative to it. */
  readonly folder: string;
  readonly patterns: readonly IgnorePattern[];
}

interface IgnorePattern {
  readonly expression: RegExp;
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
}

export function parseIgnoreFile(folder: string, text: string): IgnoreFile {
  return { folder, patterns: text.split(/\r?\n/).flatMap(parsePattern) };
}

/** Whether a path is ignored. `files` go from the outermost folder to the innermost; the last pattern that fits decides. */
export function isIgnored(path: string, isFolder: boolean, files: readonly IgnoreFile[]): boolean {
  for (const { folder, patterns } of files.toReversed()) {
    const relative = path.slice(folder === '/' ? 1 : folder.length + 1);
    const last = patterns.findLast(
      ({ expression, foldersOnly }) => (isFolder || !foldersOnly) && expression.test(relative),
    );
    if (last !== undefined) return !last.isNegated;
  }
  return false;
}

function parsePattern(line: string): IgnorePattern[] {
  // Trailing blanks do not count unless escaped.
  const trimmed = line.replace(/(?<!\\)[ \t]+$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const isNegated = trimmed.startsWith('!');
  const pattern = isNegated ? trimmed.slice(1) : trimmed;
  const foldersOnly = pattern.endsWith('/');
  const bare = foldersOnly ? pattern.slice(0, -1) : pattern;
  const isAnchored = bare.includes('/');
  const body = globSource(bare.startsWith('/') ? bare.slice(1) : bare);
  const expression = compile(isAnchored ? `^${body}$` : `(?:^|/)${body}$`);
  return expression === undefined ? [] : [{ expression, isNegated, foldersOnly }];
}

/** A broken character class fits nothing, as in Git. */
function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 's');
  } catch {
    return undefined;
  }
}

const TOKEN = /\/\*\*$|^\*\*\/|\/\*\*\/|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|[^]/g;

/** The source of a regular expression for a glob: `*` and `?` stop at slashes, `**` between slashes does not. */
export function globSource(glob: string): string {
  return glob.replace(TOKEN, (token) => {
    if (token === '/**') return '/.*';
    if (token === '**/') return '(?:.*/)?';
    if (token === '/**/') return '/(?:.*/)?';
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1 && token.startsWith('[')) return classSource(token);
    return escape(token.startsWith('\\') && token.length > 1 ? token.slice(1) : token);
  });
}

function classSource(token: string): string {
  const inner = token.slice(1, -1).replace(/^!/, '^');
  return `[${inner.replace(/[\\[]/g, '\\$&').replace(/^(\^?)\]/, '$1\\]')}]`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
