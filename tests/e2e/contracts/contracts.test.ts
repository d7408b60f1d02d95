import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, eventually, type TestOrg } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, sample, startPaperhub, type Paperhub } from '../../../examples/Contracts/tests/paperhub.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const all = 1_000;
const plugin = 'plugin-subgraphs/Contracts';
const listed = `  Contracts:
    routing_url: \${env.CONTRACTS_URL}
    schema:
      file: ./${plugin}/schema.graphql
`;

let paperhub: Paperhub;
let vault: OwnVault;
let org: TestOrg;
beforeAll(async () => {
  paperhub = await startPaperhub(all);
  vault = await startOwnVault(
    ({ Base }) => ({
      Base: { ...Base, active_plugins: ['Contracts'], outside: { Contracts: [paperhub.host] } },
      Contracts: { url: paperhub.url },
    }),
    async (folder) => {
      cpSync('examples/Contracts', join(folder, plugin), { recursive: true });
      appendFileSync(join(folder, 'supergraph.yaml'), listed);
    },
  );
  org = await vault.makeOrg();
  const configure =
    'mutation ($input: ConfigureContractsInput!) { configureContracts(input: $input) { __typename } }';
  await org.admin.query(configure, { input: account });
});
afterAll(async () => {
  await vault[Symbol.asyncDispose]();
  await paperhub[Symbol.asyncDispose]();
});

const total = async ({ admin }: TestOrg): Promise<number> =>
  (await admin.query('{ contracts(first: 1) { totalCount } }')).data?.contracts?.totalCount;

/** The contract with this number, as its list shows it. */
async function contract(number: number) {
  const { title } = sample(number);
  const list = `query ($title: String!) { contracts(filter: { title: { eq: $title } }) { edges { node {
    id renewal keeper { username } document { id title createdBy { username } } documentEvent } } } }`;
  return (await org.admin.query(list, { title })).data?.contracts?.edges?.[0]?.node;
}

function killContracts(): void {
  const { pid } = vault.stack.processes().find(({ name }) => name === 'Contracts') ?? {};
  process.kill(pid ?? 0, 'SIGKILL');
}

const requestsTo = (path: RegExp) => paperhub.requests.filter((request) => path.test(request.path));

test('an import that is killed while Paperhub is busy goes on from its last page, and loses and doubles nothing', async () => {
  paperhub.busy = { cursor: '500', times: 2 };
  const start = 'mutation { startContractImport { ... on ContractImport { id } } }';
  const { id } = (await org.admin.query(start)).data.startContractImport;
  const before = paperhub.requests.length;
  await eventually(async () => paperhub.busy.times < 2);
  killContracts();
  const look = '($id: ID!) { contractImport(id: $id) { state done total error } }';
  const read = async () => (await org.admin.query(`query ${look}`, { id })).data?.contractImport;
  await eventually(async () => (await read())?.state === 'DONE');
  expect(await read()).toEqual({ state: 'DONE', done: all, total: all, error: null });
  expect(await total(org)).toBe(all);
  const firstPages = paperhub.requests.slice(before).filter(({ path }) => /cursor=(100)?$/.test(path));
  expect(firstPages.length).toBeLessThanOrEqual(2);
  const found = `{ searchContracts(text: "lease 42") { edges { node { title } } }
    similarContracts(text: "Licence of a song", first: 1) { contract { title } } }`;
  const { data } = await org.admin.query(found);
  expect(data.searchContracts.edges).toEqual([{ node: { title: 'Lease 42' } }]);
  expect(data.similarContracts[0].contract.title).toMatch(/^Licence/);
});

const renew = `mutation ($id: ID!) { renewContract(id: $id) { ... on Contract { renewal } ... on Failure { message } } }`;

test('it calls Paperhub in a step, with one token for all calls of a process, and its log shows no secret', async () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const headers = { authorization: `Bearer ${org.admin.token}`, traceparent };
  const tokens = requestsTo(/token/).length;
  const ids = [(await contract(0)).id, (await contract(1)).id];
  const renewed = await Promise.all(
    ids.map((id) => ask(vault.stack.gatewayUrl, headers, { query: renew, variables: { id } })),
  );
  expect(new Set(renewed.map(({ data }) => data.renewContract.renewal))).toEqual(new Set(['R-1', 'R-2']));
  expect(requestsTo(/token/)).toHaveLength(tokens);
  expect(requestsTo(/renewals/).map((request) => request.headers.get('traceparent'))).toEqual([
    traceparent,
    traceparent,
  ]);
  const log = readFileSync(join(vault.stack.stateDir, 'logs/Contracts.log'), 'utf8');
  const lines = log.split('\n').filter((line) => line.includes('an outside system was called'));
  const line = {
    org: org.slug,
    method: 'GET',
    url: `${paperhub.url}/libraries/contracts/contracts`,
    status: 200,
    tries: 1,
  };
  expect(lines.map((text) => JSON.parse(text))).toContainEqual(expect.objectContaining(line));
  expect(log).not.toMatch(/token-of-paperhub|paperhub-secret|cursor=/);
});

test('a process that is killed while it waits for Paperhub calls it again with the same key, and writes once', async () => {
  const { id } = await contract(2);
  const before = requestsTo(/renewals/).length;
  paperhub.hangs = true;
  const answer = org.admin.query(renew, { id }).catch(() => undefined);
  await eventually(async () => requestsTo(/renewals/).length > before);
  paperhub.hangs = false;
  killContracts();
  await answer;
  await eventually(async () => (await contract(2))?.renewal === 'R-3');
  const calls = requestsTo(/renewals/).slice(before);
  expect(calls.length).toBeGreaterThan(1);
  expect(new Set(calls.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  expect(paperhub.renewals.size).toBe(3);
});

test('a contract becomes a document of the user who files it, and follows to the successor when the user leaves', async () => {
  const create = 'mutation { createUser(input: { username: "lee" }) { ... on User { id } } }';
  const { id: leeId } = (await org.admin.query(create)).data.createUser;
  const lee = await org.client(['member'], leeId);
  const { id } = await contract(4);
  const file = 'mutation ($id: ID!) { fileContract(id: $id) { __typename } }';
  expect((await lee.query(file, { id })).data.fileContract.__typename).toBe('Contract');
  expect((await org.admin.query(file, { id })).data.fileContract.__typename).toBe('Conflict');
  await eventually(async () => (await contract(4)).document !== null);
  expect(await contract(4)).toMatchObject({
    keeper: { username: 'lee' },
    document: { title: 'Lease 4', createdBy: { username: 'lee' } },
  });
  const offboard = `mutation { offboardUser(userId: "${leeId}", transferTo: "${org.admin.userId}") { __typename } }`;
  expect((await org.admin.query(offboard)).data.offboardUser.__typename).toBe('User');
  expect(await contract(4)).toMatchObject({ keeper: { username: 'ada' } });
  const { document } = await contract(4);
  await org.admin.query(`mutation { archiveDocument(id: "${document.id}") { __typename } }`);
  await eventually(async () => (await contract(4)).documentEvent === 'entity.archived');
});

test('turned off, it imports nothing at night and still forgets deleted documents; turned on, it imports at its next time', async () => {
  const turn = (way: string) =>
    org.admin.query(`mutation { ${way}Plugin(name: "Contracts") { __typename } }`);
  const { document } = await contract(4);
  await turn('disable');
  paperhub.items = [...paperhub.items, sample(all)];
  const database = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await database.connect();
  const missNights = () =>
    database.query(`update contracts.schedule set settled_at = now() - interval '3 days', last = null`);
  await missNights();
  await org.admin.query(`mutation { deleteDocument(id: "${document.id}") { __typename } }`);
  const stored = async (where: string) =>
    (await database.query(`select from contracts.contract where org = $1 and ${where}`, [org.slug])).rowCount;
  await eventually(async () => (await stored('document_id is not null')) === 0);
  const fired = async () =>
    (await database.query(`select from contracts.schedule where last::text ~ 'fired'`)).rowCount;
  await eventually(async () => (await fired()) === 1);
  expect(await stored('true')).toBe(all);
  expect((await org.admin.query('{ contracts { totalCount } }')).errors?.[0]?.extensions.code).toBe(
    'PLUGIN_NOT_ENABLED',
  );
  await turn('enable');
  await missNights();
  await eventually(async () => (await stored('true')) === all + 1);
  await database.end();
  expect(await contract(4)).toMatchObject({ document: null, keeper: null });
});

test('the check names a client with the global fetch', async () => {
  const file = join(vault.folder, plugin, 'clients/paperhub.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('paperhub.fetch(', 'fetch('));
  const { code, stdout } = await vault.nimbus('check', '--plugin', 'Contracts');
  expect(code).toBe(1);
  expect(stdout).toMatch(/clients\/paperhub\.ts:\d+.*uses the global fetch[^]*vault\.http\.fetch/);
  expect(stdout.match(/PLUGIN_\w+/g)).toEqual(['PLUGIN_OUTSIDE']);
});
