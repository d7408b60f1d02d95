import { setTimeout as pause } from 'node:timers/promises';
import { entityArchived, entityDeleted } from '@nimbusvault/sdk';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { bookmarks } from '../bll/bookmarks/service.ts';
import { Bookmarks } from '../Bookmarks.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
const archived = '00000000-0000-4000-8000-0000000000d2';
const late = '00000000-0000-4000-8000-0000000000d3';

const deleted = '00000000-0000-4000-8000-0000000000d9';

const share = `mutation ($targetUrl: String!, $title: String!) {
  shareBookmark(input: { targetUrl: $targetUrl, title: $title }) { __typename }
}`;

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Bookmarks);
});
afterEach(() => vi.useRealTimers());
afterAll(() => plugin[Symbol.asyncDispose]());

async function titles(): Promise<string[]> {
  const { data } = await plugin.query(ada, '{ sharedBookmarks { edges { node { title } } } }');
  return data.sharedBookmarks.edges.map(({ node }: { node: { title: string } }) => node.title);
}

test.each([
  ['an entity in capitals', `https://vault.example/entity/${archived.toUpperCase()}`, false],
  ['a part of an entity', `https://vault.example/entity/${archived}/history#3`, false],
  ['a page that mentions an entity', `https://vault.example/search?ref=/entity/${archived}`, true],
  ['another entity whose id begins alike', `https://vault.example/entity/${archived}-copy`, true],
])('when an entity is archived, a link to %s follows it or stays', async (title, targetUrl, stays) => {
  await plugin.query(ada, share, { targetUrl, title });
  await plugin.query(ada, share, { targetUrl: `https://vault.example/entity/${archived}`, title: 'gone' });
  await plugin.fire(entityArchived, { entityType: 'Document', entityId: archived }, 'acme');
  await eventually(async () => !(await titles()).includes('gone'));
  expect((await titles()).includes(title)).toBe(stays);
});

/** Does the work as a process whose clock is apart from that of PostgreSQL. */
async function withClockApart(seconds: number, work: () => Promise<unknown>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
  await work();
  vi.useRealTimers();
}

test.each([
  ['of which one clock is 90 s ahead', 90, 0],
  ['of which the other clock is 90 s ahead', 0, 90],
])(
  'an event that comes late leaves the links that were shared since, between processes %s',
  async (...row) => {
    const [, sharerAhead, archiverAhead] = row;
    const targetUrl = `https://vault.example/entity/${late}`;
    const shareAs = (title: string) => plugin.query(ada, share, { targetUrl, title });
    const archiving = { entityType: 'Document', entityId: late };
    await withClockApart(sharerAhead, () => shareAs('Before'));
    await plugin.servers.find('nats').stop();
    await withClockApart(archiverAhead, () => plugin.fire(entityArchived, archiving, 'acme'));
    await pause(5);
    await withClockApart(sharerAhead, () => shareAs('Since'));
    await plugin.servers.find('nats').start();
    await eventually(async () => !(await titles()).includes('Before'));
    expect(await titles()).toContain('Since');
  },
);

test('the links to a deleted entity are forgotten, even while the organization has turned Bookmarks off', async () => {
  const targetUrl = `https://vault.example/entity/${deleted}`;
  await plugin.query(ada, share, { targetUrl, title: 'Deleted' });
  await plugin.turn('off', ada.org);
  await plugin.fire(entityDeleted, { entityType: 'Document', entityId: deleted }, ada.org);
  const left = () => bookmarks.filter({ where: { entityId: deleted } }, plugin.opened.vaultFor(ada.org));
  await eventually(async () => (await left()).rows.length === 0);
  await plugin.turn('on', ada.org);
  expect(await titles()).not.toContain('Deleted');
});
