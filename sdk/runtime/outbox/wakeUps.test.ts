import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { wakeUps } from './wakeUps.ts';

const wakes = 20_000;

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('a relay that is woken again and again leaks nothing', async () => {
  const database = new EventEmitter();
  const wake = wakeUps(database);
  const before = heapInUse();
  for (let times = 0; times < wakes; times += 1) {
    const woken = wake.next();
    database.emit('notification');
    await woken;
  }
  expect((heapInUse() - before) / wakes).toBeLessThan(50);
});

test('a notification that arrives while nobody waits is not lost, and a lost connection is reported', async () => {
  const database = new EventEmitter();
  const wake = wakeUps(database);
  database.emit('notification');
  const began = performance.now();
  await wake.next();
  expect(performance.now() - began).toBeLessThan(900);
  const waiting = wake.next();
  database.emit('error', new Error('cut'));
  await expect(waiting).rejects.toThrow('cut');
  await expect(wake.next()).rejects.toThrow('cut');
});

test('without a notification it wakes after a second', async () => {
  const began = performance.now();
  await wakeUps(new EventEmitter()).next();
  expect(performance.now() - began).toBeGreaterThan(900);
});
