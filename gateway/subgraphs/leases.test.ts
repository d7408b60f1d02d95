import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLeases } from './leases.ts';

const longMs = 120_000;

let closed: string[];

beforeEach(() => {
  closed = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const leasesOf = () =>
  openLeases<string>(async (value) => {
    closed.push(value);
  });

test('a shared resource exists once, and is closed a while after its last user has released it', () => {
  const leases = leasesOf();
  const [first, second] = [leases.take('a', () => 'one'), leases.take('a', () => 'two')];
  expect([first.value, second.value]).toEqual(['one', 'one']);
  first.end();
  vi.advanceTimersByTime(longMs);
  expect(closed).toEqual([]);
  second.end();
  vi.advanceTimersByTime(longMs);
  expect(closed).toEqual(['one']);
  expect(leases.take('a', () => 'new').value).toBe('new');
});

test('a resource that is taken again in time stays open', () => {
  const leases = leasesOf();
  leases.take('a', () => 'one').end();
  expect(leases.take('a', () => 'two').value).toBe('one');
  vi.advanceTimersByTime(longMs);
  expect(closed).toEqual([]);
});

test('a resource is not closed twice', async () => {
  const leases = leasesOf();
  leases.take('a', () => 'one').end();
  leases.take('b', () => 'two');
  await leases.close();
  vi.advanceTimersByTime(longMs);
  expect(closed).toEqual(['one', 'two']);
});
