import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuantity, parseQuantity } from '../../server/src/plan/kubernetes/quantity.ts';

const canonical = (value: unknown): string | undefined => {
  const quantity = parseQuantity(value);
  return quantity && canonicalQuantity(quantity);
};

describe('quantities', () => {
  test.each([
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000M', '1G'],
    ['0.6Gi', '644245094400m'],
    ['1e3', '1e3'],
    ['1073741824', '1073741824'],
    ['2500m', '2500m'],
    ['1000', '1k'],
    ['0', '0'],
    ['0Gi', '0'],
    ['-1024Ki', '-1Mi'],
    ['.5', '500m'],
    ['1E', '1E'],
    ['12E3', '12e3'],
    [2, '2'],
    [0.1, '100m'],
    ['0.0000000001', '1n'],
  ])('%s is stored as %s', (text, stored) => {
    expect(canonical(text)).toBe(stored);
  });

  test.each(['', '1 Gi', 'Gi', '1gi', '--1', '1.2.3', 'ten', null, true, {}])('%j is no quantity', (value) => {
    expect(parseQuantity(value)).toBeUndefined();
  });

  test('the canonical form is the same number', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'n', 'u');
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(999), suffix, (whole, fraction, unit) => {
        const text = `${whole}.${fraction}${unit}`;
        const stored = canonical(text);
        expect(parseQuantity(stored)?.nano).toBe(parseQuantity(text)?.nano);
        expect(canonical(stored)).toBe(stored);
      }),
    );
  });
});
