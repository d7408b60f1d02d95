import { expect, test } from 'vitest';
import { defaultRetry, delayAfter } from './retry.ts';

test('eight tries take about a minute', () => {
  const waits = Array.from({ length: defaultRetry.tries - 1 }, (_, index) =>
    delayAfter(index + 1, defaultRetry),
  );
  expect(waits).toHaveLength(7);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(63_500);
});

test('no wait is longer than an hour', () => {
  expect(delayAfter(99, defaultRetry)).toBe(3_600_000);
});
