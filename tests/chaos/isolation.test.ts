import { expect, inject, test } from 'vitest';
import { asks } from './isolation/asks.ts';
import { runIsolation } from './isolation/runIsolation.ts';

test('organizations that request each other’s objects with the same documents see none of them', async () => {
  const plan = { orgs: 5, requests: 1_000, seed: 1, tell: () => {} };
  const { asked, own, refused, violations } = await runIsolation(inject('stateDir'), plan);
  expect({ asked, refused, violations }).toEqual({ asked: 1_000, refused: {}, violations: [] });
  const shown = asks.filter(({ name, foreignOnly }) => !foreignOnly && name !== 'a bookmark as a node');
  expect(Object.keys(own).toSorted()).toEqual([...new Set(shown.map(({ name }) => name))].toSorted());
});
