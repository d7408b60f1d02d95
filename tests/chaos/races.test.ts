import { expect, inject, test } from 'vitest';
import { runRaces } from './races/runRaces.ts';

test('nothing is left behind by people who leave while others give and make things', async () => {
  const plan = { interleavings: 12, seed: 1, tell: () => {} };
  const { answers, left, violations } = await runRaces(inject('stateDir'), plan);
  expect(violations).toEqual([]);
  expect(left).toBeGreaterThan(0);
  expect(Object.keys(answers)).toEqual(expect.arrayContaining(['offboard: Conflict', 'transfer: Document']));
});
