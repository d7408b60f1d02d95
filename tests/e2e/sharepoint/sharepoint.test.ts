import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, startVendor, type TestOrg, type Vendor } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRoutes } from '../../../plugin-subgraphs/SharePoint/standIn/server.ts';
import { makeSite } from '../../../plugin-subgraphs/SharePoint/standIn/site.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const plugin = 'plugin-subgraphs/SharePoint';
const account = { tenantId: 'contoso.onmicrosoft.com', clientId: 'vault', clientSecret: 'sharepoint-secret' };
const titles = Array.from({ length: 40 }, (_, number) => `File ${String(number).padStart(2, '0')}.txt`);

const site = makeSite(7);
let vendor: Vendor;
let vault: OwnVault;
let org: TestOrg;
let siteId: string;
beforeAll(async () => {
  for (const title of titles) site.write(`Files/${title}`, `The text of ${title}`);
  vendor = await startVendor(makeRoutes(site));
  vault = await startOwnVault(
    ({ Base }) => ({
      Base: { ...Base, active_plugins: ['SharePoint'], outside: { SharePoint: [vendor.host] } },
      Core: { documentQuota: 1 },
      SharePoint: { graphUrl: vendor.url, loginUrl: vendor.url },
    }),
    async (folder) => cpSync(plugin, join(folder, plugin), { recursive: true }),
  );
  org = await vault.makeOrg();
  const configure =
    'mutation ($input: ConfigureSharePointInput!) { configureSharePoint(input: $input) { __typename } }';
  await org.admin.query(configure, { input: account });
  const connect = `mutation { connectSharePointSite(input: { url: "https://contoso.sharepoint.com/sites/Rockets" }) {
    __typename ... on SharePointSite { id } } }`;
  const { data } = await org.admin.query(connect);
  siteId = data.connectSharePointSite.id;
});
afterAll(async () => {
  await vault[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const start =
  'mutation ($id: ID!) { importSharePointSite(id: $id) { __typename ... on Failure { message } } }';
const look =
  '{ sharePointSites { edges { node { name keeper { username } import { state done error } problems { path } } } } }';

async function siteNow() {
  return (await org.admin.query(look)).data?.sharePointSites?.edges?.[0]?.node;
}

async function importOf() {
  return (await siteNow())?.import;
}

async function done(): Promise<void> {
  await eventually(async () => (await importOf())?.state === 'DONE', 60_000);
}

/** All documents in use, with their sources, by title. */
async function documents() {
  const list = `{ documents(first: 100, orderBy: [{ field: TITLE }]) { edges { node {
    id title body createdBy { username } source { path isCut isGone webUrl site { name removedAt } } } } } }`;
  return (await org.admin.query(list)).data.documents.edges.map(({ node }: { node: object }) => node);
}

function killSharePoint(): void {
  const { pid } = vault.stack.processes().find(({ name }) => name === 'SharePoint') ?? {};
  process.kill(pid ?? 0, 'SIGKILL');
}

test('an import that is killed again and again makes each document once, and says how far it is', async () => {
  await org.admin.query(start, { id: siteId });
  for (const files of [3, 24]) {
    await eventually(async () => ((await importOf())?.done ?? 0) >= files, 60_000);
    killSharePoint();
  }
  await done();
  expect(await importOf()).toEqual({ state: 'DONE', done: titles.length, error: null });
  const made = await documents();
  expect(made.map(({ title }: { title: string }) => title)).toEqual(titles);
  expect(made[0]).toMatchObject({
    body: 'The text of File 00.txt',
    createdBy: null,
    source: {
      path: '/Files/File 00.txt',
      isCut: false,
      isGone: false,
      site: { name: 'Rockets', removedAt: null },
    },
  });
});

test('every request to SharePoint went through vault.http, and no log has a secret', async () => {
  const log = readFileSync(join(vault.stack.stateDir, 'logs/SharePoint.log'), 'utf8');
  const calls = log
    .split('\n')
    .filter((line) => /an outside system was called|a call of an outside system failed/.test(line))
    .map((line) => JSON.parse(line) as { tries: number });
  const sent = calls.reduce((sum, { tries }) => sum + tries, 0);
  // A process that is killed has sent its last request, and has not logged it.
  expect(vendor.requests.length - sent).toBeGreaterThanOrEqual(0);
  expect(vendor.requests.length - sent).toBeLessThanOrEqual(3);
  expect(log).not.toMatch(/sharepoint-secret|token-of-graph|tempauth/);
});

test('what changes at SharePoint changes here, and two imports are one', async () => {
  site.write('Files/File 00.txt', 'Newer');
  site.rename(site.find('File 01.txt'), 'One.txt');
  site.remove(site.find('File 02.txt'));
  const started = await Promise.all([1, 2, 3].map(() => org.admin.query(start, { id: siteId })));
  const answers = started.map(
    ({ data, errors }) => data?.importSharePointSite?.__typename ?? errors?.[0]?.extensions.code,
  );
  expect(answers.filter((answer) => answer === 'SharePointSite')).toHaveLength(1);
  await done();
  const now = await documents();
  expect(now).toHaveLength(titles.length - 1);
  expect(now[0]).toMatchObject({ title: 'File 00.txt', body: 'Newer' });
  expect(now.at(-1)).toMatchObject({ title: 'One.txt', body: 'The text of File 01.txt' });
});

test('a user who leaves hands the site over in the saga of core, and gets it back if that fails', async () => {
  const create = 'mutation { createUser(input: { username: "lee" }) { ... on User { id } } }';
  const { id: leeId } = (await org.admin.query(create)).data.createUser;
  const promote = `mutation { changeUserRole(input: { userId: "${leeId}", role: ADMIN, reason: "sites" }) { __typename } }`;
  await org.admin.query(promote);
  const lee = await org.client(['admin'], leeId);
  const offboard = (userId: string, transferTo: string) =>
    lee.query(`mutation { offboardUser(userId: "${userId}", transferTo: "${transferTo}") { __typename } }`);
  const keeper = async () => (await lee.query(look)).data.sharePointSites.edges[0].node.keeper;
  const write = 'mutation { createDocument(input: { title: "Own" }) { ... on Document { id } } }';
  const { data } = await org.admin.query(write);
  await lee.query(write);
  expect((await offboard(org.admin.userId, leeId)).data.offboardUser.__typename).toBe('Conflict');
  expect(await keeper()).toEqual({ username: 'ada' });
  await lee.query(`mutation { archiveDocument(id: "${data.createDocument.id}") { __typename } }`);
  expect((await offboard(org.admin.userId, leeId)).data.offboardUser.__typename).toBe('User');
  expect(await keeper()).toEqual({ username: 'lee' });
  org = { ...org, admin: lee };
});

test('when a site is removed, its documents stay, and still name it', async () => {
  const remove = `mutation { removeSharePointSite(id: "${siteId}") { ... on SharePointSite { removedAt } } }`;
  expect((await org.admin.query(remove)).data.removeSharePointSite.removedAt).toMatch(/^20/);
  expect(await siteNow()).toBeUndefined();
  const kept = await documents();
  expect(kept).toHaveLength(titles.length);
  expect(kept[0]).toMatchObject({
    source: { site: { name: 'Rockets', removedAt: expect.stringMatching(/^20/) } },
  });
  const { data } = await org.admin.query(start, { id: siteId });
  expect(data.importSharePointSite.__typename).toBe('NotFound');
});
