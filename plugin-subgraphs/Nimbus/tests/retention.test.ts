import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { listActivityOf } from '../bll/activity/queries.ts';
import { entries } from '../bll/activity/service.ts';
import { deletions } from '../bll/deletions/service.ts';
import { forgetOld, nightly } from '../bll/retention/mutations.ts';
import { Nimbus } from '../Nimbus.ts';
import { ada, created, entity, hal, look, tell } from './feed.ts';

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Nimbus, { retentionDays: 3 });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => plugin[Symbol.asyncDispose]());

const total = async (tenant: typeof ada | typeof hal) =>
  (await look(plugin, tenant)).feed.totalCount as number;

test('old entries are deleted at their time, in one organization, while new ones are written; older events are no entries', async () => {
  const old = Array.from({ length: 20 }, (_, number) => created(entity(number), { at: daysAgo(2) }));
  const gone = { ...created(entity(0)), name: 'entity.deleted', at: daysAgo(2) };
  await tell(plugin, [...old, gone, created(entity(1), { at: daysAgo(4) })]);
  await tell(plugin, [created(entity(1), { at: daysAgo(2), org: 'globex' })]);
  await eventually(async () => (await total(ada)) === 21 && (await total(hal)) === 1);
  const inTwoDays = new Date(Date.now() + 2 * dayMs);
  const writing = tell(
    plugin,
    Array.from({ length: 30 }, (_, number) => created(entity(100 + number))),
  );
  await plugin.fireSchedule(nightly, 'acme', inTwoDays);
  await writing;
  await eventually(async () => (await total(ada)) === 30, 20_000);
  const vault = plugin.opened.vaultFor('acme');
  expect(await deletions.get(entity(0), vault)).toBeNull();
  expect(await total(hal)).toBe(1);
  const again = await plugin.fireSchedule(nightly, 'acme', inTwoDays);
  await eventually(async () => (await forgetOld.find(again, vault))?.state === 'done', 20_000);
  expect([await total(ada), await total(hal)]).toEqual([30, 1]);
});

test('the activity of many documents is read with as many statements as that of one', async () => {
  const documents = Array.from({ length: 40 }, (_, number) => entity(200 + number));
  const rows = documents.flatMap((entityId, number) =>
    Array.from({ length: number % 7 }, () => ({
      at: daysAgo(1),
      kind: 'entity.updated',
      plugin: 'Core',
      userId: ada.userId,
      entityType: 'Document',
      entityId,
      isForAdmins: false,
    })),
  );
  const [few, many] = await plugin.opened.transaction('acme', async (vault) => {
    await entries.bulkCreate(rows, vault);
    const execute = vi.spyOn(vault.em.getConnection(), 'execute');
    const counts: number[] = [];
    for (const ids of [documents.slice(0, 2), documents]) {
      execute.mockClear();
      const lists = await Promise.all(
        ids.map((entityId) => listActivityOf({ entityId }, { first: 5 }, vault)),
      );
      await Promise.all(lists.map((list) => list.totalCount()));
      counts.push(execute.mock.calls.length);
    }
    return counts;
  });
  expect([few, many]).toEqual([3, 3]);
  const representations = documents.map((id) => ({ __typename: 'Document', id }));
  const text = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Document { activity(first: 5) { totalCount pageInfo { hasNextPage } edges { node { link document { id } user { id } } } } } } }`;
  const { data } = await plugin.query(ada, text, { representations });
  type Feed = { activity: { totalCount: number; edges: unknown[]; pageInfo: { hasNextPage: boolean } } };
  expect(data._entities.map(({ activity }: Feed) => activity.totalCount)).toEqual(
    documents.map((_, number) => number % 7),
  );
  expect(data._entities.map(({ activity }: Feed) => activity.edges.length)).toEqual(
    documents.map((_, number) => Math.min(5, number % 7)),
  );
  expect(data._entities[6].activity.pageInfo.hasNextPage).toBe(true);
  expect(data._entities[1].activity.edges[0].node).toEqual({
    link: `/entity/${documents[1]}`,
    document: { id: documents[1] },
    user: { id: ada.userId },
  });
});

test('bad settings are refused, and the defaults are enough', () => {
  expect(Nimbus.settings.parse({})).toEqual({ retentionDays: 90, link: '/entity/{id}' });
  const bad = [{ retentionDays: 0 }, { retentionDays: 1.5 }, { link: 'https://v.example/' }, { days: 3 }];
  expect(bad.map((each) => Nimbus.settings.safeParse(each).success)).toEqual([false, false, false, false]);
});
