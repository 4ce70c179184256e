import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../server/src/base/regular-expression.ts';

describe('regular expressions', () => {
  test.each<[string, string, boolean | undefined]>([
    ['we.*', 'web', true],
    ['we', 'web', false],
    ['(Deployment|StatefulSet)', 'StatefulSet', true],
    ['[a-z]+-\\d+', 'web-12', true],
    ['[z-a]', 'z', undefined],
    ['(', '', undefined],
    ['*a', 'a', undefined],
    ['(?=a)', 'a', undefined],
  ])('%s on the whole of %s', (pattern, text, expected) => {
    const compiled = compileExpression(pattern);
    expect(compiled.ok ? compiled.isWhole(text) : undefined).toBe(expected);
  });

  test('a flag is obeyed', () => {
    const compiled = compileExpression('WEB', 'i');
    expect(compiled.ok && compiled.isFoundIn('my web')).toBe(true);
  });

  test('a text that is no expression never throws', () => {
    const pattern = fc.stringMatching(/^[ab()[\]{}*+?|^$.\\\-0,:]*$/);
    fc.assert(
      fc.property(pattern, (source) => {
        const compiled = compileExpression(source);
        if (compiled.ok) compiled.isFoundIn('aab');
      }),
      { numRuns: 2000 },
    );
  });
});
