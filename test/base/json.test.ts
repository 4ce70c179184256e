import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../server/src/base/json.ts';
import { compilePattern } from '../../server/src/base/pattern.ts';

describe('JSON without exceptions', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  test.each([
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "'a'",
    '1 2',
    '01',
    '[1 2]',
    '{"a" 1}',
    'nul',
    '"\n"',
    ']',
    '[',
    '['.repeat(2000),
  ])('%j is no JSON', (text) => {
    expect(parseJson(text)).toEqual({ ok: false });
  });

  test('agrees with JSON.parse about what is broken', () => {
    const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'null', ' '), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, (tokens) => {
        const text = tokens.join('');
        let isValid = true;
        try {
          JSON.parse(text);
        } catch {
          isValid = false;
        }
        expect(parseJson(text).ok).toBe(isValid);
      }),
    );
  });
});

describe('patterns', () => {
  test.each<[string, string, boolean | undefined]>([
    ['we.*', 'web', true],
    ['we', 'web', false],
    ['(Deployment|StatefulSet)', 'StatefulSet', true],
    ['[a-z]+-\\d+', 'web-12', true],
    ['[z-a]', 'z', undefined],
    ['(', '', undefined],
    ['*a', 'a', undefined],
    ['a**', 'a', undefined],
    ['(?=a)', 'a', undefined],
  ])('%s on %s', (pattern, text, expected) => {
    expect(compilePattern(pattern, true)?.(text)).toBe(expected);
  });

  test('a text that is no pattern never throws', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.constantFrom(
              'a',
              'b',
              '(',
              ')',
              '[',
              ']',
              '{',
              '}',
              '*',
              '+',
              '?',
              '|',
              '^',
              '$',
              '.',
              '\\',
              '-',
              '0',
              ',',
              ':',
            ),
          )
          .map((parts) => parts.join('')),
        (pattern) => {
          compilePattern(pattern, false)?.('aab');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
