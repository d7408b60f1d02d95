import { setTimeout as pause } from 'node:timers/promises';
import { isolationFaults, startPlugin, startVendor } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { embedReport, listReports } from '../bll/reports/queries.ts';
import { PowerBI } from '../PowerBI.ts';
import { makeRoutes } from '../standIn/server.ts';
import { finds, generates, lists, logsIn, openDesk, report, settingsAt } from './vendor.ts';

const names = ['All organizations', 'Growth', 'Usage of documents'];
const answer =
  (status: number, headers = {}) =>
  () =>
    new Response('{"error":{"code":"Fault"}}', { status, headers });

/** The request of which the stand-in has made this token. */
function readToken(token: string) {
  return JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>;
}

test('the reports of the workspace are listed by name, without those whose rows nothing limits', async () => {
  await using desk = await openDesk();
  const found = await listReports(desk.vaultOf());
  expect(found).toMatchObject({ __typename: 'PowerBIReportList', reports: names.map((name) => ({ name })) });
  expect(desk.sent()).toBe(desk.vendor.requests.length);
});

test('an embed token is for the organization of the caller, for minutes, and for looking alone', async () => {
  await using desk = await openDesk();
  for (const org of ['acme', 'globex']) {
    const before = Date.now();
    const embed = await embedReport(report, desk.vaultOf(org));
    if (embed.__typename !== 'PowerBIEmbed') throw new Error(embed.message);
    expect(embed).toMatchObject({
      reportId: report,
      embedUrl: expect.stringMatching(/^https:\/\/app\.powerbi\.com\/reportEmbed\?/),
    });
    expect(readToken(embed.token)).toMatchObject({
      reports: [{ id: report, allowEdit: false }],
      identities: [
        { username: org, roles: ['Organization'], datasets: ['cfafbeb1-8037-4d0c-896e-a46fb27ff229'] },
      ],
      lifetimeInMinutes: 10,
    });
    const minutes = (Date.parse(embed.expiresAt) - before) / 60_000;
    expect([Math.round(minutes), new Date(embed.expiresAt).toISOString()]).toEqual([10, embed.expiresAt]);
  }
  expect(desk.vendor.requests.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1);
  expect(desk.sent()).toBe(desk.vendor.requests.length);
});

test.each([
  ['unknown', '00000000-0000-4000-8000-000000000001', 2],
  ['paginated: it has no dataset', 'd1c2b3a4-5e6f-4a7b-8c9d-0e1f2a3b4c5d', 2],
  ['no id, but a path', '../../admin/reports', 0],
  ['no id, but another call', `${report}/Rebind?x=`, 0],
])('a report that is %s does not exist', async (_, id, requests) => {
  await using desk = await openDesk();
  expect(await embedReport(id, desk.vaultOf())).toMatchObject({ __typename: 'NotFound' });
  expect([desk.vendor.requests.length, desk.sent()]).toEqual([requests, requests]);
});

test('no token is made of a dataset that shows all its rows to everybody', async () => {
  await using desk = await openDesk();
  const embed = await embedReport('c7a9e3b1-0d2f-4e6a-9b8c-7d6e5f4a3b2c', desk.vaultOf());
  expect(embed).toMatchObject({ __typename: 'PowerBIRefused', message: expect.stringContaining('roles') });
});

const rows = [
  [
    'refuses the client',
    logsIn,
    () => Response.json({ error: 'invalid_client' }, { status: 401 }),
    'PowerBIRefused',
  ],
  [
    'refuses the scope',
    logsIn,
    () => Response.json({ error: 'invalid_scope' }, { status: 400 }),
    'PowerBIRefused',
  ],
  ['gives no token', logsIn, () => ({ token_type: 'Bearer' }), 'PowerBIRefused'],
  ['is busy with logins', logsIn, answer(503), 'PowerBIUnavailable'],
  ['does not know its own token', lists, answer(401), 'PowerBIRefused'],
  ['forbids it', lists, answer(403), 'PowerBIRefused'],
  ['has no such workspace', lists, answer(404), 'PowerBIRefused'],
  ['fails', lists, answer(500), 'PowerBIUnavailable'],
  ['is down', lists, answer(503), 'PowerBIUnavailable'],
  [
    'breaks off',
    lists,
    () => new Response(new ReadableStream({ pull: (stream) => stream.error(new Error('cut')) })),
    'PowerBIUnavailable',
  ],
  ['answers with text', lists, () => new Response('<html>'), 'PowerBIFaulty'],
  ['answers with nothing', lists, () => null, 'PowerBIFaulty'],
  ['answers with other JSON', lists, () => ({ value: [{ id: 7 }] }), 'PowerBIFaulty'],
  [
    'answers with a script for a page',
    lists,
    () => ({ value: [{ id: report, name: 'x', embedUrl: 'javascript:alert(1)' }] }),
    'PowerBIFaulty',
  ],
  ['answers with a teapot', lists, answer(418), 'PowerBIFaulty'],
] as const;

test.each(rows)('a Power BI that %s is an outcome', async (...row) => {
  const [, route, routed, __typename] = row;
  await using desk = await openDesk({ [route]: routed });
  const found = await listReports(desk.vaultOf());
  expect(found).toMatchObject({ __typename, message: expect.stringMatching(/^Power BI .*\.$/) });
  expect(JSON.stringify(found)).not.toMatch(/secret|127\.0\.0\.1/);
  expect(desk.sent()).toBe(desk.vendor.requests.length);
});

test.each([
  ['the report', finds, 403, 'PowerBIRefused'],
  ['the report', finds, 500, 'PowerBIUnavailable'],
  ['a token', generates, 400, 'PowerBIRefused'],
  ['a token', generates, 401, 'PowerBIRefused'],
  ['a token', generates, 403, 'PowerBIRefused'],
  ['a token', generates, 404, 'PowerBIRefused'],
  ['a token', generates, 503, 'PowerBIUnavailable'],
])('who asks for %s and gets %s %i hears of it as %s', async (...row) => {
  const [, route, status, __typename] = row;
  await using desk = await openDesk({ [route]: answer(status) });
  expect(await embedReport(report, desk.vaultOf())).toMatchObject({ __typename });
  expect(desk.sent()).toBe(desk.vendor.requests.length);
});

test('garbage in the place of a token is no token', async () => {
  await using desk = await openDesk({ [generates]: () => ({ token: '', expiration: 'soon' }) });
  expect(await embedReport(report, desk.vaultOf())).toMatchObject({ __typename: 'PowerBIFaulty' });
});

test.each([
  ['37', 37],
  ['99999999999', 86_400],
  ['soon', null],
])('a busy Power BI says when it can be asked again: %s', async (wait, retryAfter) => {
  await using desk = await openDesk({ [generates]: answer(429, { 'retry-after': wait }) });
  const embed = await embedReport(report, desk.vaultOf());
  expect(embed).toMatchObject({ __typename: 'PowerBIUnavailable', retryAfter });
});

test('a short wait is waited', async () => {
  let isBusy = true;
  const once = () => (isBusy ? ((isBusy = false), answer(429, { 'retry-after': '1' })()) : { value: [] });
  await using short = await openDesk({ [lists]: once });
  expect(await listReports(short.vaultOf())).toEqual({ __typename: 'PowerBIReportList', reports: [] });
  expect([short.vendor.requests.length, short.sent()]).toEqual([3, 3]);
});

test.each([
  ['the login', logsIn],
  ['the report', finds],
  ['the token', generates],
])('a Power BI that is slow with %s is given up in time', async (_, route) => {
  await using desk = await openDesk(
    { [route]: () => pause(60_000, null, { ref: false }) },
    { timeoutMs: 300 },
  );
  expect(await embedReport(report, desk.vaultOf())).toMatchObject({
    __typename: 'PowerBIUnavailable',
    retryAfter: null,
  });
});

test('a Power BI that is gone is not available', async () => {
  const desk = await openDesk();
  await desk[Symbol.asyncDispose]();
  expect(await listReports(desk.vaultOf())).toMatchObject({ __typename: 'PowerBIUnavailable' });
});

test('a token that Power BI has forgotten is renewed, unseen', async () => {
  const routes = makeRoutes();
  let isForgotten = false;
  const forgetful = (request: Parameters<(typeof routes)[string]>[0]) =>
    isForgotten ? ((isForgotten = false), answer(401)()) : routes[lists]?.(request);
  await using desk = await openDesk({ ...routes, [lists]: forgetful });
  await listReports(desk.vaultOf());
  isForgotten = true;
  expect(await listReports(desk.vaultOf())).toMatchObject({ __typename: 'PowerBIReportList' });
  expect(desk.vendor.requests.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
});

test('an address that the operator does not allow is an error of its own', async () => {
  await using desk = await openDesk({}, { apiUrl: 'http://10.0.0.1' });
  await expect(listReports(desk.vaultOf())).rejects.toMatchObject({ code: 'OUTSIDE_REFUSED' });
});

test.each([
  { clientSecret: '' },
  { workspaceId: 'mine' },
  { tenantId: '../x' },
  { roles: [] },
  { tokenMinutes: 0 },
  { tokenMinutes: 61 },
  { more: 1 },
])('the settings %j are refused', (more) => {
  expect(PowerBI.settings.safeParse(settingsAt('https://login.example', more)).success).toBe(false);
});

test('the subgraph answers members, and keeps no data', async () => {
  await using vendor = await startVendor(makeRoutes());
  await using plugin = await startPlugin(PowerBI, settingsAt(vendor.url), { outside: [vendor.host] });
  const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
  const text = `{ powerBIReports { ... on PowerBIReportList { reports { name } } ... on Failure { message } }
    powerBIEmbed(reportId: "${report}") { __typename ... on PowerBIEmbed { embedUrl expiresAt } } }`;
  const { data } = await plugin.query(ada, text);
  expect(data.powerBIReports).toEqual({ reports: names.map((name) => ({ name })) });
  expect(data.powerBIEmbed).toMatchObject({
    __typename: 'PowerBIEmbed',
    expiresAt: expect.stringMatching(/Z$/),
  });
  const { errors } = await plugin.query({ ...ada, roles: [] }, text);
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(PowerBI.schemaName, urls)).toEqual([]);
}, 120_000);
