import type { Tenant, VaultError } from '@nimbusvault/sdk/kernel';
import { expect, test } from 'vitest';
import { createRateLimits } from './rateLimits.ts';

const ada = { org: 'acme', userId: 'ada', roles: [] } as unknown as Tenant;
const grace = { ...ada, userId: 'grace' } as unknown as Tenant;
const hal = { ...ada, org: 'globex' };
const ivy = { ...ada, org: 'initech' };
const nobody = { ...ada, userId: null };

function open(org = { perSecond: 100, burst: 100 }, user = { perSecond: 10, burst: 5 }) {
  const clock = { now: 0, gateways: 1 };
  const count = createRateLimits(
    { org, user },
    () => clock.gateways,
    () => clock.now,
  );
  /** The number of simultaneous `requests` that pass. */
  const ask = (tenant: Tenant, requests: number) => {
    let passed = 0;
    for (let request = 0; request < requests; request += 1) {
      try {
        count(tenant);
        passed += 1;
      } catch (error) {
        if ((error as VaultError).code !== 'RATE_LIMITED') throw error;
      }
    }
    return passed;
  };
  return { clock, count, ask };
}

test('a burst passes, and then as many requests as the rate allows', () => {
  const { clock, ask } = open();
  expect(ask(ada, 20)).toBe(5);
  clock.now += 100;
  expect(ask(ada, 20)).toBe(1);
  clock.now += 10_000;
  expect(ask(ada, 20)).toBe(5);
});

test('a caller that waits for Retry-After passes', () => {
  const { clock, count, ask } = open(undefined, { perSecond: 0.25, burst: 1 });
  ask(ada, 1);
  const error = (() => {
    try {
      return count(ada);
    } catch (thrown) {
      return thrown as VaultError;
    }
  })();
  expect(error).toMatchObject({ extensions: { retryAfter: 4 } });
  clock.now += 4_000;
  expect(ask(ada, 1)).toBe(1);
});

test('users and organizations do not use up the limits of one another', () => {
  const { ask } = open();
  expect([ask(ada, 9), ask(grace, 9), ask(hal, 9)]).toEqual([5, 5, 5]);
});

test('an organization has one limit for all its users, which alone bounds a caller without a user', () => {
  const { ask } = open({ perSecond: 1, burst: 8 });
  expect([ask(ada, 9), ask(grace, 9), ask(nobody, 9), ask(hal, 9)]).toEqual([5, 3, 0, 5]);
  expect(open().ask(nobody, 200)).toBe(100);
});

test('a refused user does not use up the limit of the organization', () => {
  const { ask } = open({ perSecond: 1, burst: 6 });
  expect([ask(ada, 1_000), ask(grace, 9)]).toEqual([5, 1]);
});

test('gateways share a limit, with at least one request each', () => {
  const { clock, ask } = open(undefined, { perSecond: 8, burst: 8 });
  clock.gateways = 4;
  expect(ask(ada, 20)).toBe(2);
  clock.now += 1_000;
  expect(ask(ada, 20)).toBe(2);
  clock.gateways = 100;
  expect(ask(ivy, 20)).toBe(1);
  clock.gateways = 0;
  expect(ask(hal, 20)).toBe(8);
});
