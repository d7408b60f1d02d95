import {
  isolationFaults,
  eventually,
  startPlugin,
  startVendor,
  type StartedPlugin,
  type Vendor,
} from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyQuarter } from '../bll/imports/mutations.ts';
import { SharePoint } from '../SharePoint.ts';
import { makeRoutes } from '../standIn/server.ts';
import { makeSite } from '../standIn/site.ts';
import { account, ada, address } from './startSharePoint.ts';

const hal = { ...ada, org: 'globex' };
const list = '{ sharePointSites { edges { node { id name import { state done } } } } }';

const site = makeSite();
let vendor: Vendor;
let plugin: StartedPlugin;
beforeAll(async () => {
  vendor = await startVendor(makeRoutes(site));
  const settings = { graphUrl: vendor.url, loginUrl: vendor.url };
  plugin = await startPlugin(SharePoint, settings, { outside: [vendor.host] });
});
afterAll(async () => {
  await plugin[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

const sitesOf = async (tenant: typeof ada | typeof hal) =>
  (await plugin.query(tenant, list)).data.sharePointSites.edges.map(({ node }: { node: object }) => node);

test('an admin enters the app registration and connects a site, which the schedule follows for this organization alone', async () => {
  const configure =
    'mutation ($input: ConfigureSharePointInput!) { configureSharePoint(input: $input) { ... on SharePointSettings { clientSecret } } }';
  const { data } = await plugin.query(ada, configure, { input: account });
  expect(data.configureSharePoint).toEqual({ clientSecret: '••••••••' });
  const connect =
    'mutation ($input: ConnectSharePointSiteInput!) { connectSharePointSite(input: $input) { __typename } }';
  const both = await Promise.all(
    [ada, hal].map((tenant) => plugin.query(tenant, connect, { input: address })),
  );
  expect(both.map((answer) => answer.data.connectSharePointSite.__typename)).toEqual([
    'SharePointSite',
    'SharePointNotConfigured',
  ]);
  for (const org of ['acme', 'globex']) await plugin.fireSchedule(everyQuarter, org);
  await eventually(async () => (await sitesOf(ada))[0]?.import?.state === 'DONE', 30_000);
  expect(await sitesOf(ada)).toMatchObject([{ name: 'Rockets', import: { done: 0 } }]);
  expect(await sitesOf(hal)).toEqual([]);
});

test('a member may look, and change nothing', async () => {
  const member = { ...ada, roles: ['member'] } as const;
  expect((await plugin.query(member, list)).data.sharePointSites.edges).toHaveLength(1);
  const remove = `mutation { removeSharePointSite(id: "${ada.userId}") { __typename } }`;
  expect((await plugin.query(member, remove)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('two admins who connect a site at once get one site', async () => {
  const removeFirst = `mutation { removeSharePointSite(id: "${(await sitesOf(ada))[0].id}") { __typename } }`;
  await plugin.query(ada, removeFirst);
  const connect =
    'mutation ($input: ConnectSharePointSiteInput!) { connectSharePointSite(input: $input) { __typename } }';
  await Promise.all([1, 2, 3].map(() => plugin.query(ada, connect, { input: address })));
  expect(await sitesOf(ada)).toHaveLength(1);
});

test('PostgreSQL isolates organizations in every table', async () => {
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(SharePoint.schemaName, urls)).toEqual([]);
});
