import { entityArchived, entityDeleted } from '@nimbusvault/sdk';
import { eventually, isolationFaults, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '../bll/contracts/service.ts';
import { nightly } from '../bll/imports/mutations.ts';
import { Contracts } from '../Contracts.ts';
import { account, startPaperhub, type Paperhub } from './paperhub.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;
const hal = { ...ada, org: 'globex' };
const document = { entityType: 'Document', entityId: '00000000-0000-4000-8000-0000000000d1' };
const list =
  '{ contracts(first: 1, orderBy: [{ field: TITLE }]) { totalCount edges { node { id title document { id } documentEvent } } } }';

let paperhub: Paperhub;
let plugin: StartedPlugin;
beforeAll(async () => {
  paperhub = await startPaperhub(150);
  plugin = await startPlugin(Contracts, { url: paperhub.url }, { outside: [paperhub.host] });
  const configure =
    'mutation ($input: ConfigureContractsInput!) { configureContracts(input: $input) { __typename } }';
  await plugin.query(ada, configure, { input: account });
  await plugin.fireSchedule(nightly, 'acme');
  await eventually(async () => (await contractsOf(ada)).totalCount === 150, 30_000);
});
afterAll(async () => {
  await plugin[Symbol.asyncDispose]();
  await paperhub[Symbol.asyncDispose]();
});

const contractsOf = async (tenant: typeof ada | typeof hal) =>
  (await plugin.query(tenant, list)).data.contracts;
const first = async () => (await contractsOf(ada)).edges[0].node;

test('an admin starts an import, and sees how far it is', async () => {
  const start = 'mutation { startContractImport { ... on ContractImport { id state } } }';
  const { id, state } = (await plugin.query(ada, start)).data.startContractImport;
  expect(state).toBe('WAITING');
  const look = 'query ($id: ID!) { contractImport(id: $id) { state done } }';
  const read = async () => (await plugin.query(ada, look, { id })).data.contractImport;
  await eventually(async () => (await read()).state === 'DONE');
  expect(await read()).toEqual({ state: 'DONE', done: 0 });
});

test('the nightly import is for the organization alone, and shows no secret', async () => {
  expect(await contractsOf(hal)).toMatchObject({ totalCount: 0 });
  const { data } = await plugin.query(ada, '{ contractsSettings { clientId clientSecret library } }');
  expect(data.contractsSettings).toEqual({
    clientId: 'acme',
    clientSecret: '••••••••',
    library: 'contracts',
  });
});

test('what happens to a document shows at its contract, until it is deleted, also while the plugin is off', async () => {
  const { id } = await first();
  const changes = { documentId: document.entityId, keeper: ada.userId };
  await plugin.opened.transaction('acme', (vault) => contracts.update(id, changes, vault));
  await plugin.fire(entityArchived, document, 'acme');
  await eventually(async () => (await first()).documentEvent === 'entity.archived');
  await plugin.turn('off', 'acme');
  await plugin.fire(entityDeleted, document, 'acme');
  const read = () => plugin.opened.transaction('acme', (vault) => contracts.get(id, vault));
  await eventually(async () => (await read())?.documentId == null);
  await plugin.turn('on', 'acme');
  await eventually(async () => (await first())?.document === null);
  expect(await first()).toMatchObject({ id, documentEvent: null });
});

test('PostgreSQL isolates organizations in every table', async () => {
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(Contracts.schemaName, urls)).toEqual([]);
});
