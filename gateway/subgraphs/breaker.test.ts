import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { createBreaker, type Breaker, type Outcome } from './breaker.ts';

const restMs = 30;

let turns: boolean[];
let breaker: Breaker;

beforeEach(() => {
  turns = [];
  breaker = createBreaker({ requests: 4, failureShare: 0.5, rest: restMs }, (isOpen) => turns.push(isOpen));
});

function record(...outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) breaker.record(outcome);
}

test('it opens once the share of the latest requests has failed, and not before there were so many', () => {
  record('failed', 'failed', 'answered');
  expect(breaker.admits()).toBe(true);
  record('answered');
  expect(breaker.admits()).toBe(false);
  expect(turns).toEqual([true]);
});

test('failures that are long ago do not count', () => {
  record('failed', 'answered', 'answered', 'answered', 'answered', 'failed', 'answered', 'answered');
  expect(breaker.admits()).toBe(true);
});

test('what says nothing of the instance does not count', () => {
  record('unknown', 'unknown', 'failed', 'unknown', 'unknown', 'unknown', 'unknown');
  expect(breaker.admits()).toBe(true);
});

test('after its rest it lets one request through, whose answer closes it', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  expect([breaker.admits(), breaker.admits()]).toEqual([true, false]);
  record('answered');
  expect(breaker.admits()).toBe(true);
  expect(turns).toEqual([true, false]);
});

test('it rests again where that request fails', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  breaker.admits();
  record('failed');
  expect(breaker.admits()).toBe(false);
  expect(turns).toEqual([true]);
});

test('it lets another one through where nobody waited for the first', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  breaker.admits();
  record('unknown');
  expect(breaker.admits()).toBe(true);
});
