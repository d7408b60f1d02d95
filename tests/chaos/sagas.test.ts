import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './sagas/faults.ts';
import { runSagas } from './sagas/runSagas.ts';
import { openStage, type Stage } from './sagas/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

test('under faults every saga ends exactly once, completed or fully compensated', async () => {
  const faults = faultsOf(stage, 500);
  const end = await runSagas(stage, { sagas: 60, seed: 1, pauseMs: 300, faults, tell: () => {} });
  expect(end.violations).toEqual([]);
  expect(Object.keys(end.ends).toSorted()).toEqual(['compensated', 'completed']);
  expect(Object.values(end.ends).reduce((sum, count) => sum + count)).toBe(60);
  expect(new Set(end.strikes.map(({ fault }) => fault)).size).toBe(faults.length);
});
