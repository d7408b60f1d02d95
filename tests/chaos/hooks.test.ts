import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './hooks/faults.ts';
import { runHooks } from './hooks/runHooks.ts';
import { openStage, type Stage } from './hooks/stage.ts';

const longestMs = 800;
const struck = [
  'broker: kill -9, store wiped',
  'consuming process: kill -9',
  'PostgreSQL: immediate stop',
  'relaying process: kill -9',
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

test('under faults every event takes effect exactly once for each handler', async () => {
  const faults = faultsOf(stage, longestMs).filter(({ name }) => struck.includes(name));
  const run = { events: 500, rate: 150, seed: 1, pauseMs: 300, faults, tell: () => {} };
  const end = await runHooks(stage, run);
  expect(end.violations).toEqual([]);
  expect(end.committed).toBeGreaterThanOrEqual(run.events);
  expect(end.effects).toBe(end.committed * 2);
  expect(new Set(end.strikes.map(({ fault }) => fault))).toEqual(new Set(struck));
});
