import { expect, test } from 'vitest';
import { faultsOf } from '../testing/fixtures/faultsOf.ts';
import { simulate } from '../testing/fixtures/simulate.ts';

const seeds = Array.from({ length: 20_000 }, (_, index) => index + 1);

test('no run breaks an invariant, whatever fails and whoever dies', () => {
  const broken = seeds.flatMap((seed) => {
    const played = simulate(seed);
    return faultsOf(played).map((fault) => `seed ${seed}: ${fault}`);
  });
  expect(broken.slice(0, 10)).toEqual([]);
});

test('the simulation meets what it is for', () => {
  const played = seeds.slice(0, 2_000).map(simulate);
  const share = (isOne: (run: (typeof played)[number]) => boolean) =>
    played.filter(isOne).length / played.length;
  expect(share(({ state }) => state.status === 'completed')).toBeGreaterThan(0.2);
  expect(share(({ state }) => state.status === 'compensated')).toBeGreaterThan(0.2);
  expect(share(({ state }) => state.interventions.length > 0)).toBeGreaterThan(0.01);
  expect(share(({ crashes }) => crashes > 0)).toBeGreaterThan(0.4);
  expect(share(({ state }) => state.records.some(({ failures }) => failures > 1))).toBeGreaterThan(0.05);
});
