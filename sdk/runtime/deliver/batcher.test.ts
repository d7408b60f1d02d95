import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

interface Item {
  readonly group: string;
  readonly number: number;
}

/** Lanes that keep the batches they worked off; each takes a millisecond, and goes well or not. */
function watched(wentWell = true, stopping = new AbortController().signal) {
  const batches: (readonly Item[])[] = [];
  const add = createBatcher<Item, number | undefined>({
    groupOf: ({ group }) => group,
    async work(batch) {
      batches.push(batch);
      await pause(1);
      return { results: batch.map(({ number }) => number), wentWell };
    },
    stopping,
    leftBehind: undefined,
  });
  const addMany = (count: number, group = 'acme') =>
    Promise.all(Array.from({ length: count }, (_, number) => add({ group, number })));
  return { add, addMany, batches };
}

test('a single item is processed at once', () => {
  const { add, batches } = watched();
  void add({ group: 'acme', number: 0 });
  expect(batches).toHaveLength(1);
});

test('waiting items are processed together, and each has its own result', async () => {
  const { addMany, batches } = watched();
  expect(await addMany(1_000)).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
  expect(batches.length).toBeLessThan(100);
  expect(Math.max(...batches.map(({ length }) => length))).toBe(100);
  expect(batches.flat()).toHaveLength(1_000);
});

test('undefined is a valid result, too', async () => {
  const stopping = new AbortController().signal;
  const add = createBatcher<number, number | undefined>({
    groupOf: () => '',
    work: async () => ({ results: [undefined], wentWell: true }),
    stopping,
    leftBehind: 7,
  });
  expect(await add(1)).toBeUndefined();
});

test('items of different groups share no batch', async () => {
  const { addMany, batches } = watched();
  await Promise.all(['acme', 'globex', 'acme', 'globex'].map((group) => addMany(100, group)));
  expect(batches.every((batch) => new Set(batch.map(({ group }) => group)).size === 1)).toBe(true);
  expect(batches.flat()).toHaveLength(400);
});

test('after a failed batch items are processed one by one', async () => {
  const { addMany, batches } = watched(false);
  await addMany(50);
  expect(batches.every(({ length }) => length === 1)).toBe(true);
});

test('a stopped batcher leaves behind the items that nobody has started', async () => {
  const stopping = new AbortController();
  const { addMany, batches } = watched(true, stopping.signal);
  const results = addMany(100);
  stopping.abort();
  const left = (await results).filter((result) => result === undefined);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length + batches.flat().length).toBe(100);
  expect(await addMany(1)).toEqual([undefined]);
});
