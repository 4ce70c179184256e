import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../server/src/base/glob.ts';
import { isIgnored, parseIgnoreFile } from '../../server/src/io/git-ignore.ts';
import { simulatePipeline } from '../../server/src/languages/gitlab-ci/index.ts';

describe('globs as Git reads them', () => {
  test.each([
    ['*.yml', 'a.yml', true],
    ['*.yml', 'ci/a.yml', false],
    ['**/*.yml', 'a.yml', true],
    ['**/*.yml', 'ci/deep/a.yml', true],
    ['ci/**', 'ci/deep/a.yml', true],
    ['a/**/b/**/c*d*', 'a/x/b/y/z/c1d2', true],
    ['a/**/b/**/c*d*', 'a/x/y/z/c1d2', false],
    ['?.yml', 'ä.yml', true],
    ['?.yml', '🙂.yml', true],
    ['[a-c].yml', 'b.yml', true],
    ['[!a-c]*x*y*.yml', 'dxy.yml', true],
    ['[z-a].yml', 'b.yml', false],
    ['[z-a]*x*y*.yml', 'bxy.yml', false],
    ['a\\*b', 'a*b', true],
    ['{a,b{c,d}}.yml', 'bd.yml', true],
    ['{a,b}*{c,d}*{e,f}*', 'axcxfx', true],
  ])('%s and %s: %s', (glob, path, fits) => {
    expect(matchesGlob(glob)(path)).toBe(fits);
  });
});

/** Whether `rules:changes` holds for a path. */
function matchesAsRuby(glob: string, path: string): boolean {
  const text = `a:\n  script: b\n  rules: [{ changes: [${JSON.stringify(glob)}] }]\n`;
  return jobsOf({ '.gitlab-ci.yml': text }, path).length > 0;
}

/** Whether `include:local` leads to a file. */
function isIncluded(glob: string, path: string): boolean {
  const entry = `include: [{ local: ${JSON.stringify(glob)} }]\na:\n  script: b\n`;
  return jobsOf({ '.gitlab-ci.yml': entry, [path]: 'c:\n  script: d\n' }).includes('c');
}

function jobsOf(files: Readonly<Record<string, string>>, changed = 'README.md'): string[] {
  const { jobs } = simulatePipeline({
    read: (path) => files[path],
    paths: Object.keys(files),
    changedPaths: [changed],
    event: 'push',
    ref: 'main',
    defaultBranch: 'main',
  });
  return jobs.map(({ name }) => name);
}

describe('globs as Ruby reads them', () => {
  test.each([
    ['**/*.rb', 'a.rb', true],
    ['**/a*b*c*.rb', 'x/y/a1b2c3.rb', true],
    ['*a*b*c', 'x/abc', false],
    ['[z-a]', 'b', false],
    ['[z-a]*x*y*z', 'bxyz', false],
    ['{src,test}/**/*.{js,ts}', 'test/deep/a.ts', true],
  ])('%s and %s: %s', (glob, path, fits) => {
    expect(matchesAsRuby(glob, path)).toBe(fits);
  });
});

describe('a pattern that could be shared out in very many ways is judged at once', () => {
  const name = 'a'.repeat(250);
  const glob = `${'*a'.repeat(60)}b`;
  const deep = `${'a/'.repeat(120)}y`;
  const crossing = `${'**/'.repeat(60)}x`;

  test('in the globs of settings', () => {
    expect([matchesGlob(glob)(name), matchesGlob(glob)(`${name}b`)]).toEqual([false, true]);
    expect(matchesGlob(crossing)(deep)).toBe(false);
    expect(matchesGlob('{a,b}'.repeat(40))('a'.repeat(40))).toBeTypeOf('boolean');
  });

  test('in rules', () => {
    expect([matchesAsRuby(glob, name), matchesAsRuby(glob, `${name}b`)]).toEqual([false, true]);
    expect(matchesAsRuby(crossing, deep)).toBe(false);
  });

  test('in includes', () => {
    const included = `${glob}.yml`;
    expect([isIncluded(included, `${name}.yml`), isIncluded(included, `${name}b.yml`)]).toEqual([false, true]);
  });

  test('in what Git ignores', () => {
    const files = [parseIgnoreFile('/shop', `${glob}\n`)];
    expect([isIgnored(`/shop/${name}`, false, files), isIgnored(`/shop/ci/${name}b`, false, files)]).toEqual([
      false,
      true,
    ]);
  });
});
