import { expect, test } from 'vitest';
import { faultsOf } from './tests/faultsOf.ts';
import { simulate } from './tests/simulate.ts';

const count = Number(process.env['NIMBUS_SEEDS'] ?? 20_000);
const first = Number(process.env['NIMBUS_FIRST_SEED'] ?? 1);

test('no run breaks an invariant, whatever fails and whoever dies', () => {
  const broken: string[] = [];
  for (let seed = first; seed < first + count && broken.length < 10; seed += 1)
    broken.push(...faultsOf(simulate(seed)).map((fault) => `seed ${seed}: ${fault}`));
  expect(broken).toEqual([]);
});

test('the simulation covers the cases that it was written for', () => {
  const played = Array.from({ length: 2_000 }, (_, index) => simulate(first + index));
  const share = (isOne: (run: (typeof played)[number]) => boolean) =>
    played.filter(isOne).length / played.length;
  expect(share(({ state }) => state.status === 'completed')).toBeGreaterThan(0.2);
  expect(share(({ state }) => state.status === 'compensated')).toBeGreaterThan(0.2);
  expect(share(({ state }) => state.interventions.length > 0)).toBeGreaterThan(0.01);
  expect(share(({ crashes }) => crashes > 0)).toBeGreaterThan(0.4);
  expect(share(({ state }) => state.records.some(({ failures }) => failures > 1))).toBeGreaterThan(0.05);
});
