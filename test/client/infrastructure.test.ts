import { describe, expect, test } from 'vitest';
import { relativeTime } from '../../client/src/infrastructure/relative-time.ts';
import { createRestartPolicy } from '../../client/src/infrastructure/restart-policy.ts';

describe('how long ago something was', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  test.each([
    ['2026-11-21T11:59:40Z', 'just now'],
    ['2026-11-21T11:59:00Z', '1 minute ago'],
    ['2026-11-21T09:00:00+01:00', '4 hours ago'],
    ['2026-11-19T12:00:00Z', '2 days ago'],
    ['2025-11-20T12:00:00Z', '1 year ago'],
    ['2026-11-21T12:05:00Z', 'just now'],
    ['never', 'never'],
  ])('%s is %s', (iso, words) => {
    expect(relativeTime(iso, now)).toBe(words);
  });
});

describe('a language server that dies', () => {
  test('is started again, but not for ever', () => {
    const mayRestart = createRestartPolicy();
    expect([1, 2, 3, 4, 5].map((second) => mayRestart(second * 1000))).toEqual([true, true, true, true, false]);
  });

  test('is started again when it was quiet for long enough', () => {
    const mayRestart = createRestartPolicy();
    expect([0, 1, 2, 3, 4].map((minute) => mayRestart(minute * 60_000))).toEqual([true, true, true, true, true]);
  });
});
