import { expect, test } from 'vitest';
import { restartDelay } from './restartDelay.ts';

test('the delay before a restart doubles, and stays at 10 s', () => {
  expect([0, 1, 2, 3].map(restartDelay)).toEqual([250, 500, 1_000, 2_000]);
  expect([6, 60, 6_000].map(restartDelay)).toEqual([10_000, 10_000, 10_000]);
});
