import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { defineContext, runWorkflow, takePart, userOffboarding, type Workflow } from '@nimbusvault/sdk';
import { inTransaction, participate } from '@nimbusvault/sdk/internal';
import type { HostedVault } from '@nimbusvault/sdk/kernel';
import { entries, fused, Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase, type Database } from '../database/database.ts';
import { openOutside } from '../outside/openOutside.ts';
import { quietLog } from '../registry/quietLog.ts';

const org = 'acme';
const transferTo = randomUUID();

let yard: Yard;
let database: Database;
beforeAll(async () => {
  yard = await openYard(Ledger);
  database = await openDatabase(Ledger, yard.databaseUrlOf(Ledger), {
    settings: { signature: '' },
    outside: openOutside({ allowed: [], log: quietLog }),
  });
});
afterAll(async () => {
  await database.close();
  await yard[Symbol.asyncDispose]();
});

const vaultOf = (userId: string | null): HostedVault =>
  database.vaultFor({ org, userId, roles: ['member'] }, { requestId: 'a-test', log: quietLog });

const write = (userId: string, text: string) =>
  runWorkflow(fused, { text, end: 'well' }, vaultOf(userId)).then(
    () => 'written',
    (error: { code?: string }) => error.code,
  );

/** The texts that were there when the participant took everything over, by the run. */
const taken = new Map<string, readonly string[]>();

const takeOver = takePart(userOffboarding, {
  writes: z.object({}),
  async forward(_, vault) {
    const page = await entries.filter({ first: 100 }, vault);
    const { run } = vault as HostedVault;
    taken.set(
      run ?? '',
      page.rows.map(({ text }) => text),
    );
    return {};
  },
  rollback: async () => {},
});

/** Has the participant do its part in the offboarding of a user; returns its failure, or null. */
async function take(userId: string, run: string, direction: 'forward' | 'rollback' = 'forward') {
  const step = { run, workflow: 'offboard-user', step: 'let-plugins-follow', point: takeOver.name };
  const command = { ...step, direction, attempt: 1, askedBy: 'Core', payload: { userId, transferTo } };
  await participate(command, takeOver, {
    key: { messageId: run, handler: takeOver.name },
    inTransaction: (work) =>
      inTransaction(vaultOf(null), [], (open) => work({ ...open, run } as HostedVault)),
  });
  const sql = `select data->'failure' as failure from outbox where data->>'run' = '${run}' order by position desc limit 1`;
  const [row] = await yard.rows<{ failure: { message: string } | null }>(Ledger, sql, org);
  return row?.failure;
}

test('what is under way commits before the participant looks, and nothing behind it', async () => {
  const [leaver, colleague, run] = [randomUUID(), randomUUID(), randomUUID()];
  const [admitted, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = inTransaction(vaultOf(leaver), [], async (vault) => {
    await vault.access?.admit(leaver, vault);
    admitted.resolve();
    await open.promise;
    await entries.create({ text: 'under way' }, vault);
  });
  await admitted.promise;
  const taking = take(leaver, run);
  expect(await Promise.race([taking, pause(300).then(() => 'waits')])).toBe('waits');
  expect(await write(colleague, 'by a colleague')).toBe('written');
  open.resolve();
  await late;
  expect(await taking).toBeNull();
  expect(taken.get(run)).toContain('under way');
  expect(await write(leaver, 'too late')).toBe('ACCESS_REVOKED');
  expect(await write(colleague, 'later')).toBe('written');
});

test('a participant that has hung its process with a command does not begin it again, and answers with that', async () => {
  const [leaver, run] = [randomUUID(), randomUUID()];
  const hang = `insert into inbox (org, message_id, handler, attempts, error_code)
    values ('${org}', '${run}', '${takeOver.name}', 1, 'HANDLER_HUNG') returning 1`;
  await yard.rows(Ledger, hang, org);
  expect(await take(leaver, run)).toMatchObject({ code: 'HANDLER_HUNG', isClear: false });
  expect(taken.has(run)).toBe(false);
  expect(await take(leaver, run)).toBeNull();
});

test('of many mutations at the same moment each is taken over or refused', async () => {
  const [leaver, run] = [randomUUID(), randomUUID()];
  const texts = Array.from({ length: 30 }, (_, index) => `${leaver} ${index}`);
  const writing = texts.map(async (text, index) => {
    await pause(index * 3);
    return [text, await write(leaver, text)] as const;
  });
  await pause(40);
  expect(await take(leaver, run)).toBeNull();
  for (const [text, end] of await Promise.all(writing)) {
    expect(['written', 'ACCESS_REVOKED']).toContain(end);
    expect(taken.get(run)?.includes(text)).toBe(end === 'written');
  }
});

test('an undo lets the user work again, but not if another run has ended their access', async () => {
  const [leaver, run] = [randomUUID(), randomUUID()];
  expect(await take(leaver, run)).toBeNull();
  expect(await take(leaver, randomUUID(), 'rollback')).toBeNull();
  expect(await write(leaver, 'still out')).toBe('ACCESS_REVOKED');
  expect(await take(leaver, run, 'rollback')).toBeNull();
  expect(await write(leaver, 'back')).toBe('written');
});

test('while a run of theirs is not over, the participant refuses, and lets them end it', async () => {
  const [leaver, run, stuck] = [randomUUID(), randomUUID(), randomUUID()];
  const row = `('${org}', '${stuck}', 'fused', 1, 'stuck', '{}', 1, '${leaver}', '[]', 'r', now(), now())`;
  await yard.rows(
    Ledger,
    `insert into saga (org, id, workflow, workflow_version, status, state, revision, actor, roles, request_id, created_at, updated_at)
     values ${row}`,
    org,
  );
  expect((await take(leaver, run))?.message).toContain(`the run ${stuck} of Ledger`);
  expect(await write(leaver, 'meanwhile')).toBe('written');
  await yard.rows(Ledger, `delete from saga where id = '${stuck}'`, org);
  expect(await take(leaver, run)).toBeNull();
  expect(await write(leaver, 'over')).toBe('ACCESS_REVOKED');
});

const begun: string[] = [];
const outside = defineContext({ input: z.object({ userId: z.uuid() }) });

/** A workflow whose first step does something outside of the database. */
const reaching = (name: string, prepares: boolean): Workflow =>
  outside
    .workflow(name)
    .step(
      outside.externalStep({
        name: 'reach-out',
        reads: ['input'],
        writes: [],
        ...(prepares && { prepares: [], prepare: async () => ({}) }),
        async forward({ input }) {
          begun.push(input.userId);
        },
      }),
    )
    .result(({ input }) => input);

test.each([
  ['at once', reaching('reach-at-once', false)],
  ['after a preparation', reaching('reach-prepared', true)],
])('a run whose first step is external is refused before it, if it would begin %s', async (_, workflow) => {
  const [leaver, colleague] = [randomUUID(), randomUUID()];
  expect(await take(leaver, randomUUID())).toBeNull();
  const run = (userId: string) =>
    runWorkflow(workflow, { userId }, { ...vaultOf(userId), workflows: undefined } as HostedVault);
  await expect(run(leaver)).rejects.toMatchObject({ code: 'ACCESS_REVOKED' });
  await run(colleague);
  expect(begun).toContain(colleague);
  expect(begun).not.toContain(leaver);
  const sql = `select count(*)::int from saga where actor = '${leaver}'`;
  expect(await yard.rows(Ledger, sql, org)).toEqual([{ count: 0 }]);
});

test('a run of a user whose leaving is under way waits, and holds up nobody', async () => {
  const [leaver, colleague] = [randomUUID(), randomUUID()];
  const workflow = reaching('reach-meanwhile', false);
  const run = (userId: string) =>
    runWorkflow(workflow, { userId }, { ...vaultOf(userId), workflows: undefined } as HostedVault);
  const [leaves, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const leaving = inTransaction(vaultOf(null), [], async (vault) => {
    await vault.access?.revoke(leaver, { ...vault, run: randomUUID() } as HostedVault);
    leaves.resolve();
    await open.promise;
  });
  await leaves.promise;
  const refused = Promise.all(Array.from({ length: 8 }, () => run(leaver).catch(({ code }) => code)));
  await run(colleague);
  expect(begun).not.toContain(leaver);
  open.resolve();
  await leaving;
  expect(new Set(await refused)).toEqual(new Set(['ACCESS_REVOKED']));
  expect(begun).not.toContain(leaver);
});
