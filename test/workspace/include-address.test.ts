import { describe, expect, test } from 'vitest';
import { describeInclude, includePath, shownPath, shownUrl } from '../../server/src/workspace/include-address.ts';

describe('an address in a message', () => {
  test.each([
    ['https://example.com/ci/build.yml', 'https://example.com/ci/build.yml'],
    ['https://example.com/ci/build.yml?ref=main&raw=1', 'https://example.com/ci/build.yml?ref=main&raw=1'],
    ['https://joe:pass@example.com/a.yml', 'https://***@example.com/a.yml'],
    ['https://joe:p@ss@example.com/a.yml', 'https://***@example.com/a.yml'],
    ['https://example.com/@scope/a.yml', 'https://example.com/@scope/a.yml'],
    ['https://example.com/a.yml?private_token=abc', 'https://example.com/a.yml?private_token=***'],
    ['https://example.com/a.yml?ref=main&JOB-TOKEN=abc#x', 'https://example.com/a.yml?ref=main&JOB-TOKEN=***#x'],
    [
      'https://example.com/a.yml?X-Amz-Signature=a1&X-Amz-Date=2',
      'https://example.com/a.yml?X-Amz-Signature=***&X-Amz-Date=2',
    ],
  ])('%s has nothing to sign in with', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
    const path = includePath({ kind: 'remote', url });
    expect(describeInclude(path)).toBe(shown);
    expect(shownPath('/shop', path)).toBe(shown);
  });
});

test('a file of the project is called by its path from the root', () => {
  expect(shownPath('/shop', '/shop/ci/build.yml')).toBe('ci/build.yml');
  expect(shownPath('/shop', '/shopping/build.yml')).toBe('/shopping/build.yml');
});
