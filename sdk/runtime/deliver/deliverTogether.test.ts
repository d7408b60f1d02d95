import { fail } from 'node:assert';
import { defineEntity, LockMode, p } from '@mikro-orm/core';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineMigration, definePlugin, defineService, tenantColumns, tenantTable } from '@nimbusvault/sdk';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { listDeadLetters } from '@nimbusvault/testing/fixtures/vault';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { defineHook, on, writeOutbox } from '@nimbusvault/sdk/internal';

const MarkSchema = defineEntity({ name: 'Mark', properties: { ...tenantColumns, text: p.string() } });
class Mark extends MarkSchema.class {}
MarkSchema.setClass(Mark);
const marks = defineService(Mark);

const rung = defineHook('chorus.rung', 1, z.object({ number: z.int() }));
const echoed = defineHook('chorus.echoed', 1, z.object({ number: z.int() }));

const ownWays: Readonly<Record<string, (vault: Vault) => Promise<unknown>>> = {
  'opens a transaction in its own': ({ em }) => em.transactional(async () => {}),
  'locks a row': ({ em }) => em.find(Mark, { text: 'none' }, { lockMode: LockMode.PESSIMISTIC_WRITE }),
  'speaks SQL': ({ em }) => em.getConnection().execute('select 1', [], 'all', em.getTransactionContext()),
};
const ownHooks = Object.keys(ownWays).map((way, index) => ({
  way,
  hook: defineHook(`chorus.own-${index}`, 1, z.object({ number: z.int() })),
}));
const hookOf = (wanted: string) => ownHooks.find(({ way }) => way === wanted)?.hook ?? fail(wanted);

/** The work of one handler, set by each test; every other writes a mark. */
let act: (number: number, vault: Vault) => Promise<unknown>;

const mark = (text: string, vault: Vault) => marks.create({ text }, vault);

const Chorus = definePlugin({
  name: 'Chorus',
  entities: [Mark],
  migrations: [
    defineMigration('1-create-mark', {
      up: tenantTable('mark', 'text text not null'),
      down: ['drop table mark'],
    }),
  ],
  hooks: [
    on(rung, async ({ number }, vault) => act(number, vault), { name: 'acting' }),
    on(rung, async ({ number }, vault) => mark(`plain ${number}`, vault), { name: 'plain' }),
    ...ownHooks.map(({ way, hook }) =>
      on(hook, async ({ number }, vault) => {
        await ownWays[way]?.(vault);
        await mark(`alone ${number}`, vault);
      }),
    ),
    on(echoed, async ({ number }, vault) => mark(`echo ${number} ${vault.requestId}`, vault)),
  ],
});

const events = 200;
let chorus: StartedPlugin;
beforeAll(async () => {
  chorus = await startPlugin(Chorus, {}, { retry: { tries: 3, firstDelayMs: 10 } });
});
afterAll(() => chorus[Symbol.asyncDispose]());
beforeEach(() => {
  act = (number, vault) => mark(`acted ${number}`, vault);
});

/** Rings so many times in one commit: the more there is to do, the more is done together. */
async function ring(org: string, hook = rung): Promise<void> {
  await chorus.opened.transaction(org, async (vault) => {
    for (let number = 0; number < events; number += 1) hook.fire({ number }, vault);
    await writeOutbox(vault);
  });
}

async function textsOf(org: string, word: string): Promise<string[]> {
  const rows = await sql<{ text: string }>(org, `select text from mark where text like '${word} %'`);
  return rows.map(({ text }) => text);
}

function sql<Row>(org: string, text: string): Promise<Row[]> {
  return chorus.opened.transaction(org, ({ em }) =>
    em.getConnection().execute<Row[]>(text, [], 'all', em.getTransactionContext()),
  );
}

async function untilAll(org: string, word: string, count = events): Promise<void> {
  await eventually(async () => (await textsOf(org, word)).length >= count);
  expect(new Set(await textsOf(org, word)).size).toBe(count);
  expect(await textsOf(org, word)).toHaveLength(count);
}

const lettersOf = (org: string) => listDeadLetters({ Chorus: { databaseUrl: chorus.databaseUrl } }, { org });

async function transactionsOf(org: string): Promise<number> {
  const [row] = await sql<{ count: number }>(org, `select count(distinct xmin::text)::int from mark`);
  return row?.count ?? 0;
}

test('events that wait take effect in few transactions, each once for each handler', async () => {
  await ring('many');
  await untilAll('many', 'plain');
  await untilAll('many', 'acted');
  expect(await transactionsOf('many')).toBeLessThan(events / 2);
});

test('one that throws is tried alone, counted once a try, and takes nothing from the others', async () => {
  act = async (number, vault) => {
    await mark(`acted ${number}`, vault);
    if (number === 77) fail('never');
  };
  await ring('one-bad');
  await untilAll('one-bad', 'plain');
  await untilAll('one-bad', 'acted', events - 1);
  await eventually(async () => (await lettersOf('one-bad')).length === 1, 20_000);
  expect(await lettersOf('one-bad')).toMatchObject([{ handler: 'acting', state: 'dead', attempts: 3 }]);
});

test('what handlers fire together goes out once, in the name of its own event', async () => {
  act = async (number, vault) => echoed.fire({ number }, vault);
  await ring('echoing');
  await untilAll('echoing', 'echo');
  const texts = await textsOf('echoing', 'echo');
  expect(new Set(texts.map((text) => text.split(' ')[1])).size).toBe(events);
});

test.each(Object.entries(ownWays))('a handler that %s has a transaction to itself', async (way) => {
  const hook = hookOf(way);
  const org = hook.name.replace('chorus.', 'alone-');
  await ring(org, hook);
  await untilAll(org, 'alone');
  const together = `select max(times)::int as times from (select count(*) as times from mark group by xmin::text)`;
  expect(await sql(org, together)).toEqual([{ times: 1 }]);
});
