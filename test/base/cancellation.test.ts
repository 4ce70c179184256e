import { expect, test } from 'vitest';
import { cancellable, neverCancelled, pause } from '../../server/src/base/cancellation.ts';

test('cancelling tells those who still listen, and everybody who asks later', () => {
  const { token, cancel } = cancellable();
  const told: string[] = [];
  token.onCancellationRequested(() => told.push('listens'));
  token.onCancellationRequested(() => told.push('has left')).dispose();
  expect(token.isCancellationRequested).toBe(false);
  cancel();
  expect(token.isCancellationRequested).toBe(true);
  expect(told).toEqual(['listens']);
});

const DAY = 86_400_000;

test('a pause ends with its time, with cancelling, or at once when it is cancelled already', async () => {
  await pause(1, neverCancelled);
  const { token, cancel } = cancellable();
  const pausing = pause(DAY, token);
  cancel();
  await pausing;
  await pause(DAY, token);
});
