import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLanes, type Lanes } from './lanes.ts';

interface Item {
  readonly group: string;
  readonly number: number;
}

/** Lanes that keep the batches they worked off; `work` says whether a batch goes well. */
function watched(work: (batch: readonly Item[]) => Promise<boolean>): {
  lanes: Lanes<Item>;
  batches: (readonly Item[])[];
} {
  const batches: (readonly Item[])[] = [];
  const lanes = openLanes<Item>({
    groupOf: ({ group }) => group,
    work: (batch) => {
      batches.push(batch);
      return work(batch);
    },
  });
  return { lanes, batches };
}

const quickly = async () => {
  await pause(1);
  return true;
};

const add = (lanes: Lanes<Item>, count: number, group = 'acme') => {
  for (let number = 0; number < count; number += 1) lanes.add({ group, number });
};

async function untilEmpty(lanes: Lanes<Item>): Promise<void> {
  while (lanes.size > 0) await lanes.next();
}

test('an item that comes alone is worked on at once', async () => {
  const { lanes, batches } = watched(quickly);
  add(lanes, 1);
  expect(batches).toHaveLength(1);
  await untilEmpty(lanes);
});

test('items that wait are worked off together, each once', async () => {
  const { lanes, batches } = watched(quickly);
  add(lanes, 1_000);
  await untilEmpty(lanes);
  expect(batches.length).toBeLessThan(100);
  expect(Math.max(...batches.map(({ length }) => length))).toBe(100);
  expect(new Set(batches.flat().map(({ number }) => number)).size).toBe(1_000);
  expect(batches.flat()).toHaveLength(1_000);
});

test('items of different groups share no batch', async () => {
  const { lanes, batches } = watched(quickly);
  for (let round = 0; round < 100; round += 1) for (const group of ['acme', 'globex']) add(lanes, 1, group);
  await untilEmpty(lanes);
  expect(batches.every((batch) => new Set(batch.map(({ group }) => group)).size === 1)).toBe(true);
  expect(batches.flat()).toHaveLength(200);
});

test('after a batch that went wrong items are worked on one by one', async () => {
  const { lanes, batches } = watched(async () => {
    await pause(1);
    return false;
  });
  add(lanes, 50);
  await untilEmpty(lanes);
  expect(batches.every(({ length }) => length === 1)).toBe(true);
});

test('closing gives back what nobody has begun with', async () => {
  const { lanes, batches } = watched(quickly);
  add(lanes, 100);
  const left = await lanes.close();
  expect(left.length).toBeGreaterThan(0);
  expect(left.length + batches.flat().length).toBe(100);
});
