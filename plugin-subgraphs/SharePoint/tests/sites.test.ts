import { openInMemory, startVendor, testTask, testWorkflow } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { findSource } from '../bll/files/queries.ts';
import { followSites, startSiteImport } from '../bll/imports/mutations.ts';
import { connectSite, giveBack, handOver, removeSite } from '../bll/sites/mutations.ts';
import { findSite, listSites } from '../bll/sites/queries.ts';
import { SharePoint } from '../SharePoint.ts';
import { makeRoutes } from '../standIn/server.ts';
import { makeSampleSite } from '../standIn/site.ts';
import { account, ada, address, startSharePoint } from './startSharePoint.ts';

const grace = '00000000-0000-4000-8000-0000000000a2';

/** The answer for an organization with these settings to the address of a site. */
async function connect(url: string, organizationSettings: object, garbage: RegExp | null = null) {
  const site = Object.assign(makeSampleSite(), { garbage });
  await using vendor = await startVendor(makeRoutes(site));
  const operated = { outside: [vendor.host], organizationSettings };
  const memory = openInMemory(SharePoint, { graphUrl: vendor.url, loginUrl: vendor.url }, operated);
  const { answer } = await testWorkflow(connectSite, { input: { url }, vault: memory.vaultFor(ada) });
  return { answer, requests: vendor.requests };
}

test.each([
  [
    'without an app registration',
    address.url,
    {},
    { __typename: 'SharePointNotConfigured', settings: ['tenantId', 'clientId', 'clientSecret'] },
  ],
  [
    'with a wrong secret',
    address.url,
    { ...account, clientSecret: 'wrong' },
    { __typename: 'SharePointRefused', message: expect.stringContaining('invalid_client') },
  ],
  ['that does not exist', 'https://contoso.sharepoint.com/sites/Boats', account, { __typename: 'NotFound' }],
  ['that is no address', 'Rockets', account, { __typename: 'InvalidInput', path: ['url'] }],
  ['without TLS', 'http://contoso.sharepoint.com/sites/Rockets', account, { __typename: 'InvalidInput' }],
  ['with a slash at its end', `${address.url}/`, account, { name: 'Rockets', keeper: ada.userId }],
])('a site %s is answered as what it is', async (...[, url, settings, expected]) => {
  expect((await connect(url, settings)).answer).toMatchObject(expected);
});

test('garbage in place of a site is refused, and nothing of the secret is said', async () => {
  const { answer, requests } = await connect(address.url, account, /sites/);
  expect(answer).toMatchObject({ __typename: 'SharePointRefused' });
  expect(JSON.stringify(answer)).not.toContain(account.clientSecret);
  expect(requests.map(({ path }) => path)).toEqual([
    '/contoso.onmicrosoft.com/oauth2/v2.0/token',
    '/v1.0/sites/contoso.sharepoint.com:/sites/Rockets',
  ]);
});

test('a SharePoint that is busy or down is an outcome, which says when to try again', async () => {
  const site = Object.assign(makeSampleSite(), { busy: { times: 1, status: 429, seconds: 60 } });
  const vendor = await startVendor(makeRoutes(site));
  const operated = { outside: [vendor.host], organizationSettings: account };
  const memory = openInMemory(SharePoint, { graphUrl: vendor.url, loginUrl: vendor.url }, operated);
  const ask = async () =>
    (await testWorkflow(connectSite, { input: { url: address.url }, vault: memory.vaultFor(ada) })).answer;
  expect(await ask()).toMatchObject({ __typename: 'SharePointUnavailable', retryAfterSeconds: 60 });
  await vendor[Symbol.asyncDispose]();
  expect(await ask()).toMatchObject({ __typename: 'SharePointUnavailable', retryAfterSeconds: null });
});

test('a link to elsewhere gets no token', async () => {
  await using elsewhere = await startVendor({});
  await using sharePoint = await startSharePoint();
  sharePoint.site.linksTo = elsewhere.url;
  expect((await sharePoint.follow()).error).toMatchObject({ code: 'OUTSIDE_ANSWER_INVALID' });
  expect(elsewhere.requests).toEqual([]);
});

test('a site is connected once; removed, its documents stay; connected again, they are followed', async () => {
  await using sharePoint = await startSharePoint();
  const { vault, id, core } = sharePoint;
  const again = () => testWorkflow(connectSite, { input: address, vault });
  expect((await again()).answer).toMatchObject({ __typename: 'Conflict' });
  await sharePoint.follow();
  const { id: documentId } = sharePoint.document('Launch 9.md');
  expect((await testWorkflow(removeSite, { input: { id }, vault })).answer).toMatchObject({ id });
  expect((await testWorkflow(removeSite, { input: { id }, vault })).answer).toMatchObject({
    __typename: 'NotFound',
  });
  sharePoint.site.write('New.txt', 'New');
  await sharePoint.follow();
  expect([core.documents.size, (await listSites({}, vault)).edges]).toEqual([4, []]);
  expect(await findSource(documentId, vault)).toMatchObject({ siteId: id });
  expect(await findSite(id, vault)).toMatchObject({ name: 'Rockets', removedAt: expect.any(String) });
  expect((await again()).answer).toMatchObject({ id, removedAt: null });
  await sharePoint.follow();
  expect(core.titles()).toEqual(['Budget.txt', 'Launch 9.md', 'New.txt', 'Range.pdf', 'Valve test.docx']);
});

test('an import is enqueued for a connected site, by an admin or by the schedule, and none beside it', async () => {
  await using byAdmin = await startSharePoint();
  await using bySchedule = await startSharePoint();
  const { vault, id } = byAdmin;
  const start = (input: { id: string }) => testWorkflow(startSiteImport, { input, vault });
  expect(await start({ id })).toMatchObject({
    answer: { id, importId: expect.any(String) },
    enqueued: [{ task: 'import-site', payload: { id } }],
  });
  expect((await start({ id })).answer).toMatchObject({ __typename: 'Conflict' });
  const unknown = { id: '00000000-0000-4000-8000-0000000000ff' };
  expect((await start(unknown)).answer).toMatchObject({ __typename: 'NotFound' });
  const fire = () => testTask(followSites, { payload: {}, vault: bySchedule.vault });
  expect((await fire()).enqueued).toMatchObject([{ task: 'import-site', payload: { id: bySchedule.id } }]);
  expect((await fire()).enqueued).toEqual([]);
});

test('the sites of a leaver are handed over, and an undo gives them back', async () => {
  await using sharePoint = await startSharePoint();
  const { vault, id } = sharePoint;
  const leaving = { userId: ada.userId, transferTo: grace };
  expect(await handOver(leaving, vault)).toEqual({ sites: 1 });
  expect(await findSite(id, vault)).toMatchObject({ keeper: grace });
  await giveBack(leaving, vault);
  expect(await findSite(id, vault)).toMatchObject({ keeper: ada.userId });
});
