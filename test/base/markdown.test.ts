import { describe, expect, test } from 'vitest';
import { code, codeBlock, withoutImages } from '../../server/src/base/markdown.ts';

describe('a code span', () => {
  test.each([
    ['build', '`build`'],
    ['a `b` c', '``a `b` c``'],
    ['`b`', '`` `b` ``'],
    ['', '`  `'],
    ['two\nlines', '`two lines`'],
  ])('holds %j', (text, span) => {
    expect(code(text)).toBe(span);
  });
});

test('a block of code is longer than any fence in it', () => {
  expect(codeBlock('yaml', ['a: |', '  ```', '  ````'])).toBe('`````yaml\na: |\n  ```\n  ````\n`````');
});

test.each(['![x](https://example.com/a.png)', '\\![x](u)', '![![x](u)](v)', '[![x](u)](v)', '![x]\n\n[x]: u'])(
  'nothing is an image in %j',
  (text) => {
    expect(withoutImages(text)).not.toContain('![');
    expect(withoutImages(text).replaceAll('\u2060', '')).toBe(text);
  },
);
