import { expect, test } from 'vitest';
import { jsonText } from '../../server/src/base/json.ts';
import { orderedEntries, orderedKeys, setOwn, withoutKey } from '../../server/src/base/record.ts';

function recordOf(...keys: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const key of keys) setOwn(record, key, key);
  return record;
}

test('keys that are numbers stay where they came', () => {
  const record = recordOf('b', '10', 'a', '2', '__proto__', '10');
  expect(orderedKeys(record)).toEqual(['b', '10', 'a', '2', '__proto__']);
  expect(orderedEntries(record).map(([key]) => key)).toEqual(['b', '10', 'a', '2', '__proto__']);
  expect(orderedKeys(withoutKey(record, '10'))).toEqual(['b', 'a', '2', '__proto__']);
});

test('keys that were set or taken away otherwise are found too', () => {
  const record = recordOf('b', '1');
  record['c'] = 1;
  Reflect.deleteProperty(record, 'b');
  expect(orderedKeys(record)).toEqual(['1', 'c']);
});

test('the remembered order is no part of a value', () => {
  expect(recordOf('b', '1')).toEqual({ '1': '1', b: 'b' });
  expect(JSON.stringify(recordOf('b', '1'))).toBe('{"1":"1","b":"b"}');
});

test('long numbers keep their digits as JSON', () => {
  expect(jsonText({ a: [12345678901234567890n], b: undefined })).toBe('{"a":["12345678901234567890"]}');
  expect(jsonText(undefined)).toBe('null');
});
