import { openInMemory, testTask, testWorkflow, withGraph } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renewContract } from '../bll/contracts/mutations.ts';
import { findContract, listContracts, searchContracts, similarContracts } from '../bll/contracts/queries.ts';
import { fileContract, giveBack, handOver, makeDocument } from '../bll/filing/mutations.ts';
import { importContracts } from '../bll/imports/mutations.ts';
import { Contracts } from '../Contracts.ts';
import { account, startPaperhub, type Paperhub } from './paperhub.ts';

const [ada, grace] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
const documentId = '00000000-0000-4000-8000-0000000000d1';
const leaving = { userId: ada, transferTo: grace };

let paperhub: Paperhub;
beforeAll(async () => {
  paperhub = await startPaperhub(4);
});
afterAll(() => paperhub[Symbol.asyncDispose]());

/** An organization with four contracts, and the id of the first. */
async function openImported() {
  const operated = { outside: [paperhub.host], organizationSettings: account };
  const memory = openInMemory(Contracts, { url: paperhub.url }, operated);
  const vault = memory.vaultFor({ org: 'acme', userId: ada, roles: ['member'] });
  await testTask(importContracts, { payload: {}, vault });
  const id = (await listContracts({}, {}, vault)).edges[0]?.node.id ?? '';
  return { vault, id, keeper: async () => (await findContract(id, vault))?.keeper };
}

test('contracts are found by words and by meaning', async () => {
  const { vault } = await openImported();
  const { edges } = await searchContracts({ text: 'clause licence' }, vault);
  expect(edges.map(({ node }) => node.title).toSorted()).toEqual(['Licence 1', 'Licence 3']);
  const similar = await similarContracts({ text: 'Lease of a house', first: 2 }, vault);
  expect(similar.map(({ contract }) => contract.title).toSorted()).toEqual(['Lease 0', 'Lease 2']);
});

test('a contract is filed once, and its document belongs to the user who files it', async () => {
  const { vault, id } = await openImported();
  const filed = await testWorkflow(fileContract, { input: { id }, vault });
  expect(filed).toMatchObject({
    answer: { keeper: ada },
    enqueued: [{ task: 'make-document', payload: { id } }],
  });
  expect((await testWorkflow(fileContract, { input: { id }, vault })).answer).toMatchObject({
    __typename: 'Conflict',
  });
  const graph = withGraph(vault, async () => ({ createDocument: { id: documentId } }));
  await testTask(makeDocument, { payload: { id }, vault: graph });
  expect(await findContract(id, vault)).toMatchObject({ documentId });
});

test('a renewal that cannot be noted is withdrawn', async () => {
  const { vault, id } = await openImported();
  const renew = () => testWorkflow(renewContract, { input: { id }, vault });
  expect((await renew()).answer).toMatchObject({ renewal: 'R-1' });
  expect((await renew()).answer).toMatchObject({ __typename: 'Conflict' });
  expect(paperhub.renewals.size).toBe(1);
});

test('the contracts of a leaver are handed over, and an undo gives them back', async () => {
  const { vault, id, keeper } = await openImported();
  await testWorkflow(fileContract, { input: { id }, vault });
  expect(await handOver(leaving, vault)).toEqual({ contracts: 1 });
  expect(await keeper()).toBe(grace);
  await giveBack(leaving, vault);
  expect(await keeper()).toBe(ada);
});
