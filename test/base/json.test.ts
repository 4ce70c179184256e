import { describe, expect, test } from 'vitest';
import { parseJson } from '../../server/src/base/json.ts';

describe('JSON without exceptions', () => {
  test('reads JSON', () => {
    expect(parseJson('{"a": [1, null]}')).toEqual({ ok: true, value: { a: [1, null] } });
  });

  test.each(['', '{', '[1,]', "'a'", '1 2', '01', '['.repeat(2000)])('%j is no JSON', (text) => {
    expect(parseJson(text)).toEqual({ ok: false });
  });
});
