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

test('it opens once the configured share of the latest requests has failed, and not before the minimum number', () => {
  record('failed', 'failed', 'answered');
  expect(breaker.admits()).toBe(true);
  record('answered');
  expect(breaker.admits()).toBe(false);
  expect(turns).toEqual([true]);
});

test('old failures do not count', () => {
  record('failed', 'answered', 'answered', 'answered', 'answered', 'failed', 'answered', 'answered');
  expect(breaker.admits()).toBe(true);
});

test('outcomes that say nothing about the instance do not count', () => {
  record('unknown', 'unknown', 'failed', 'unknown', 'unknown', 'unknown', 'unknown');
  expect(breaker.admits()).toBe(true);
});

test('after its rest it allows one request, whose answer closes it', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  expect([breaker.admits(), breaker.admits()]).toEqual([true, false]);
  record('answered');
  expect(breaker.admits()).toBe(true);
  expect(turns).toEqual([true, false]);
});

test('it rests again if that request fails', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  breaker.admits();
  record('failed');
  expect(breaker.admits()).toBe(false);
  expect(turns).toEqual([true]);
});

test('it allows another request if the caller of the first one left', async () => {
  record('failed', 'failed', 'failed', 'failed');
  await pause(restMs + 5);
  breaker.admits();
  record('unknown');
  expect(breaker.admits()).toBe(true);
});
