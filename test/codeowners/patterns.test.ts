import { describe, expect, test } from 'vitest';
import { LineIndex } from '../../server/src/base/line-index.ts';
import { decide, readOwnersFile } from '../../server/src/languages/codeowners/index.ts';

/**
 * Pattern, path, and whether Ruby 3.1 says that they fit: `File.fnmatch?` of the pattern as GitLab normalises it, with
 * `FNM_PATHNAME` and `FNM_DOTMATCH`.
 */
const RECORDED: readonly (readonly [string, string, boolean])[] = [
  ['*', 'a', true],
  ['*', 'a/b/.c', true],
  ['*.md', 'README.md', true],
  ['*.md', 'a/.md', true],
  ['*.md', 'README.MD', false],
  ['docs', 'docs', true],
  ['docs', 'docs/a', false],
  ['docs/', 'docs/a', true],
  ['docs/', 'x/docs/a/b', true],
  ['docs/', 'docs', false],
  ['/docs/*', 'docs/a', true],
  ['/docs/*', 'docs/a/b', false],
  ['/docs/**', 'docs/a/b', false],
  ['/docs/**/*', 'docs/a/b', true],
  ['/a/**/b', 'a/b', true],
  ['/a/**/b', 'a/x/y/b', true],
  ['/a/**b', 'a/x/b', false],
  ['/a**/b', 'ax/b', true],
  ['/a**/b', 'a/x/b', false],
  ['**/**/x', 'x', true],
  ['/***/x', 'a/x', true],
  ['/***/x', 'a/b/x', false],
  ['?', 'é', true],
  ['?', '😀', true],
  ['/?a', 'a', false],
  ['/[ab]', 'b', true],
  ['/[a-c]x', 'bx', true],
  ['/[c-a]', 'b', false],
  ['/[c-a]', 'c', true],
  ['/[!a]', 'b', true],
  ['/[^a]', 'a', false],
  ['/[]a]', 'a', false],
  ['/[!]', 'x', true],
  ['/[a', 'a', false],
  ['/[a\\]]', 'a]', false],
  ['/[a\\]]', ']', true],
  ['/[b-]', '-', true],
  ['/[a/b]c', 'ac', true],
  ['/x[/]y', 'x/y', false],
  ['/\\*', '*', true],
  ['/\\*', 'a', false],
  ['/a\\', 'a', true],
  ['/a\\', 'a\\', false],
  ['/\\[b\\]', '[b]', true],
  ['/{a,b}', 'a', false],
  ['/{a,b}', '{a,b}', true],
  ['my\\ file', 'my file', true],
  ['\\#x', '#x', true],
  ['/a//b', 'a/b', false],
  ['.gitlab/', '.gitlab/x/y', true],
  ['*a*b*c', 'xaybzc', true],
  ['*a*b*c', 'xaybz', false],
  ['/**', 'a', true],
  ['/**', 'a/b', false],
  ['/[é-ü]', 'ö', true],
  ['/+(a)', 'a', false],
  ['/(a)', '(a)', true],
  ['/~', '~', true],
  ['/a\\/b', 'a/b', true],
  ['/a?b', 'a/b', false],
  ['/a[!x]b', 'a/b', false],
];

function fits(pattern: string, path: string): boolean {
  const text = `[Section] @owner\n${pattern}\n`;
  return decide(readOwnersFile({ path: '/CODEOWNERS', text, lines: new LineIndex(text) }), path).length > 0;
}

describe('patterns of CODEOWNERS', () => {
  test.each(RECORDED)("'%s' and '%s' are judged as Ruby does", (pattern, path, expected) => {
    expect(fits(pattern, path)).toBe(expected);
  });

  test('cost at most one length times the other', () => {
    expect(fits(`/${'*a'.repeat(5_000)}b`, 'a'.repeat(250))).toBe(false);
    expect(fits(`${'**/a*/'.repeat(300)}b`, `${'a/'.repeat(300)}c`)).toBe(false);
  });
});
