import { globSource } from '../base/glob.ts';
import { wholeTest, type WholeTest } from '../base/wildcards.ts';

/** The patterns of one `.gitignore` (https://git-scm.com/docs/gitignore). */
export interface IgnoreFile {
  /** The folder that the file lies in; patterns are relative to it. */
  readonly folder: string;
  readonly patterns: readonly IgnorePattern[];
}

interface IgnorePattern {
  readonly expression: WholeTest;
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
}

/** Reads the patterns of a `.gitignore` that lies in `folder`. */
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
  const expression = wholeTest(isAnchored ? body : `(?:.*/)?${body}`);
  return [{ expression, isNegated, foldersOnly }];
}
