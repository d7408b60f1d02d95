import { openInMemory, testTask, testWorkflow } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listContracts } from '../bll/contracts/queries.ts';
import { importContracts, startContractImport } from '../bll/imports/mutations.ts';
import { Contracts } from '../Contracts.ts';
import { account, sample, startPaperhub, type Paperhub } from './paperhub.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;

let paperhub: Paperhub;
beforeAll(async () => {
  paperhub = await startPaperhub(250);
});
afterAll(() => paperhub[Symbol.asyncDispose]());

function vaultOf(organizationSettings: object = account) {
  const operated = { outside: [paperhub.host], organizationSettings };
  return openInMemory(Contracts, { url: paperhub.url }, operated).vaultFor(ada);
}

test('an import that is killed goes on from its last page', async () => {
  const vault = vaultOf();
  const count = async () => (await listContracts({}, {}, vault)).totalCount();
  const killed = await testTask(importContracts, { payload: {}, vault, killAfter: 2 });
  expect(await count()).toBe(200);
  const rest = await testTask(importContracts, { payload: {}, vault, state: killed.checkpoints.at(-1) });
  expect(rest).toMatchObject({ error: undefined, progress: [[250, 250]] });
  expect(await count()).toBe(250);
});

test('the next import takes what has changed, and a busy Paperhub is waited for', async () => {
  const vault = vaultOf();
  await testTask(importContracts, { payload: {}, vault });
  const { items } = paperhub;
  const changed = { ...sample(7), title: 'Changed', changedAt: sample(999).changedAt };
  paperhub.items = [...items.filter(({ id }) => id !== changed.id), changed, sample(1_000)];
  paperhub.busy = { cursor: '', times: 1 };
  const { error, progress } = await testTask(importContracts, { payload: {}, vault });
  paperhub.items = items;
  expect({ error, progress }).toEqual({ error: undefined, progress: [[2, 2]] });
  const list = await listContracts({}, { filter: { title: { contains: 'Changed' } } }, vault);
  expect([await list.totalCount(), await (await listContracts({}, {}, vault)).totalCount()]).toEqual([
    1, 251,
  ]);
});

test('an organization without an account imports nothing, and learns why', async () => {
  const vault = vaultOf({});
  const { answer, enqueued } = await testWorkflow(startContractImport, { input: {}, vault });
  expect(answer).toMatchObject({ __typename: 'NoAccount', settings: ['clientId', 'clientSecret'] });
  expect(enqueued).toEqual([]);
  expect((await testTask(importContracts, { payload: {}, vault })).error).toBeUndefined();
});
