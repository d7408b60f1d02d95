import { expect, test } from 'vitest';
import type { HostedVault } from '@nimbusvault/sdk/kernel';
import { carry, Carter, crates } from './fixtures/Carter.ts';
import { grind, Mill, mill, sacks } from './fixtures/Mill.ts';
import { openInMemory } from './openInMemory.ts';
import { testTask } from './testTask.ts';

const ada = { org: 'acme', userId: null, roles: ['member'] } as const;
const payload = { count: 5, batch: 2 };

test('a task that is killed behind a checkpoint goes on from it', async () => {
  const vault = openInMemory(Carter).vaultFor(ada);
  const killed = await testTask(carry, { payload, vault, killAfter: 2 });
  expect(killed).toMatchObject({ error: expect.any(Error), checkpoints: [{ next: 2 }, { next: 4 }] });
  expect(killed.fired).toHaveLength(2);
  const rest = await testTask(carry, { payload, vault, state: killed.checkpoints.at(-1) });
  expect(rest).toEqual({
    error: undefined,
    checkpoints: [{ next: 6 }],
    progress: [[5, 5]],
    fired: [{ hook: 'carter.arrived', payload: { place: 4 } }],
    enqueued: [],
  });
  const { rows } = await crates.filter({ orderBy: { place: 'asc' }, first: 9 }, vault);
  expect(rows.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4]);
});

test('what a failed task did since its checkpoint is undone, and what it enqueues is reported with its time', async () => {
  const vault = openInMemory(Mill).vaultFor(ada);
  mill.failures = 1;
  const failed = await testTask(grind, { payload: { text: 'rye', mood: 'fail' }, vault });
  expect(failed.error).toMatchObject({ message: 'the stone is stuck' });
  expect((await sacks.filter({}, vault)).rows).toEqual([]);
  const { enqueued } = await testTask(grind, { payload: { text: 'rye', mood: 'again' }, vault });
  expect(enqueued).toEqual([{ task: 'grind', payload: { text: 'again', mood: 'well' } }]);
});

test('an outside call of a task is refused where its work is not committed', async () => {
  const vault = openInMemory(Mill).vaultFor(ada);
  const ends: unknown[] = [];
  const calling = {
    ...grind,
    async run(_: unknown, __: unknown, inTask: HostedVault) {
      await inTask.beforeOutside?.();
      await sacks.create({ text: 'rye' }, inTask);
      ends.push(await inTask.beforeOutside?.().catch((error: unknown) => error));
    },
  };
  expect(await testTask(calling, { payload: { text: 'rye' }, vault })).toMatchObject({ error: undefined });
  expect(ends).toMatchObject([
    { code: 'TRANSACTION_OPEN', message: expect.stringContaining('vault.checkpoint') },
  ]);
});
