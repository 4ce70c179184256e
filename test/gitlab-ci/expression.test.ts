import { describe, expect, test } from 'vitest';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';

const known = new Map<string, string | null>([
  ['BRANCH', 'main'],
  ['EMPTY', ''],
  ['PATTERN', '/^ma/'],
  ['UNSET', null],
]);

function judge(text: string): boolean | string | undefined {
  const result = semantics.evaluateText(text, (name) => known.get(name));
  return result.known ? semantics.isTruthful(result) : result.because.join(', ');
}

describe('a condition', () => {
  test.each([
    ['$BRANCH == "main"', true],
    ['$BRANCH', true],
    ['$EMPTY', false],
    ['$EMPTY && $BRANCH', true],
    ['$UNSET == null', true],
    ['$EMPTY == null', false],
    ['$BRANCH =~ /^MA/i', true],
    ['$BRANCH =~ $PATTERN', true],
    ['$UNSET !~ /x+/', true],
    ['$UNSET || $BRANCH == "main" && $EMPTY == ""', true],
    ['!($BRANCH == "main")', false],
    ['$BRANCH == ', false],
    ['${BRANCH} == "main"', false],
    ['$BRANCH =~ /(?=m)ain/', false],
  ])('%s is %s', (text, expected) => {
    expect(judge(text)).toBe(expected);
  });

  test.each([
    ['$OTHER == "x"', '$OTHER'],
    ['$OTHER == $MORE', '$OTHER, $MORE'],
    ['$OTHER && $BRANCH', '$OTHER'],
    // Set to nothing it is true to Ruby, and the whole is blank.
    ['$OTHER || $BRANCH', '$OTHER'],
    ['$[[ inputs.stage ]] == "x"', '$[[ inputs.stage ]]'],
  ])('%s depends on %s', (text, because) => {
    expect(judge(text)).toBe(because);
  });

  test.each([
    ['$OTHER && $UNSET', false],
    ['$OTHER && $EMPTY', false],
    ['$OTHER == "x" || $BRANCH', true],
    ['!($OTHER == "x") || $BRANCH', true],
  ])('%s does not depend on what is unknown', (text, expected) => {
    expect(judge(text)).toBe(expected);
  });

  test('a catastrophic pattern ends', () => {
    expect(judge('$BRANCH =~ /^(a+)+$/')).toBe(false);
    const long = 'a'.repeat(5000);
    const result = semantics.evaluateText('$LONG =~ /^(a+)+b$/', () => long);
    expect(result).toEqual({ known: true, value: false });
  });
});
