import { randomUUID } from 'node:crypto';
import { entityCreated } from '@nimbusvault/sdk';
import { eventually, isolationFaults, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Nimbus } from '../Nimbus.ts';
import { ada, created, entity, grace, hal, look, tell, tellAgain } from './feed.ts';

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Nimbus, { link: 'https://vault.example/{type}/{id}' });
});
afterAll(() => plugin[Symbol.asyncDispose]());

const kindsOf = async (tenant: typeof ada | typeof grace | typeof hal, args: object) =>
  (await look(plugin, tenant, args)).nodes.map(({ kind }: { kind: string }) => kind);

test('a hook is an entry: who, what, when, and where; for its organization alone', async () => {
  const at = new Date(Date.now() - 5_000);
  await tell(plugin, [created(entity(1), { userId: ada.userId, at })]);
  await eventually(async () => (await look(plugin, ada, { entityId: entity(1) })).nodes.length === 1);
  const { feed, nodes } = await look(plugin, grace, { entityId: entity(1) });
  expect(feed.totalCount).toBe(1);
  expect(nodes[0]).toEqual({
    id: expect.any(String),
    at: at.toISOString(),
    kind: 'entity.created',
    plugin: 'Core',
    user: { id: ada.userId },
    entityType: 'Document',
    entityId: entity(1),
    document: { id: entity(1) },
    link: `https://vault.example/Document/${entity(1)}`,
  });
  expect((await look(plugin, hal)).nodes).toEqual([]);
  const node = `query ($id: ID!) { _entities(representations: [{ __typename: "ActivityEntry", id: $id }]) { ... on ActivityEntry { kind } } }`;
  expect((await plugin.query(grace, node, nodes[0])).data._entities).toEqual([{ kind: 'entity.created' }]);
  expect((await plugin.query(hal, node, nodes[0])).data._entities).toEqual([null]);
});

test('an event of before the plugin was there is caught up with', async () => {
  const yesterday = new Date(Date.now() - 86_400_000);
  await tell(plugin, [created(entity(2), { at: yesterday })]);
  await eventually(async () => (await kindsOf(ada, { entityId: entity(2) })).length === 1);
  expect((await look(plugin, ada, { entityId: entity(2) })).nodes[0].at).toBe(yesterday.toISOString());
});

test('a message that comes again is no second entry', async () => {
  const [id = ''] = await tell(plugin, [created(entity(3))]);
  const entityId = entity(3);
  await eventually(async () => (await kindsOf(ada, { entityId })).length === 1);
  for (let time = 0; time < 3; time += 1) await tellAgain(plugin, id);
  await plugin.servers.find('nats').stop();
  await tellAgain(plugin, id);
  await tellAgain(plugin, id, randomUUID());
  await plugin.servers.find('nats').start();
  await eventually(async () => (await kindsOf(ada, { entityId })).length > 1, 20_000);
  await tell(plugin, [{ ...created(entityId), name: 'entity.archived' }]);
  await eventually(async () => (await kindsOf(ada, { entityId })).includes('entity.archived'), 20_000);
  expect(await kindsOf(ada, { entityId })).toEqual(['entity.archived', 'entity.created', 'entity.created']);
});

test('pages have the newest first, and lose and repeat nothing of one instant', async () => {
  const at = new Date();
  const later = new Date(at.getTime() + 1);
  const sent = Array.from({ length: 11 }, (_, number) => (number === 4 ? later : at));
  await tell(
    plugin,
    sent.map((time) => ({ name: 'tag.added', data: {}, plugin: 'Tags', at: time })),
  );
  const kinds = ['tag.added'];
  await eventually(async () => (await look(plugin, ada, { kinds })).feed.totalCount === 11);
  const seen: { id: string; at: string }[] = [];
  let after: string | null = null;
  for (;;) {
    const { feed, nodes } = await look(plugin, ada, { kinds, first: 3, after });
    seen.push(...nodes);
    if (!feed.pageInfo.hasNextPage) break;
    after = feed.pageInfo.endCursor;
  }
  expect(seen.map((entry) => entry.at)).toEqual(
    [later, ...Array.from({ length: 10 }, () => at)].map((time) => time.toISOString()),
  );
  expect(new Set(seen.map(({ id }) => id)).size).toBe(11);
});

test('an entity that is deleted leads nowhere, also by an event that comes late', async () => {
  const about = created(entity(4));
  await tell(plugin, [about, { ...about, name: 'entity.deleted' }, { ...about, name: 'entity.updated' }]);
  await eventually(async () => (await kindsOf(ada, { entityId: entity(4) })).length === 3);
  const { nodes } = await look(plugin, ada, { entityId: entity(4) });
  for (const entry of nodes) expect(entry).toMatchObject({ link: null, document: null, entityId: entity(4) });
});

test('another plugin deletes no entity of core', async () => {
  const about = created(entity(5));
  await tell(plugin, [about, { ...about, name: 'entity.deleted', plugin: 'Impostor' }]);
  await eventually(async () => (await kindsOf(ada, { entityId: entity(5) })).length === 2);
  const { nodes } = await look(plugin, ada, { entityId: entity(5) });
  for (const { link } of nodes) expect(link).toContain(entity(5));
});

test('stuck runs, dead letters and what admins change are for admins', async () => {
  await tell(plugin, [
    { name: 'run.stuck', data: { run: entity(6), plugin: 'Tags', workflow: 'w', step: null, code: null } },
    { name: 'letter.dead', data: { letter: entity(7), plugin: 'Tags', handler: 'h', code: 'X' } },
    { name: 'plugin.configured', data: { fields: ['color'] }, plugin: 'Tags', userId: ada.userId },
  ]);
  const kinds = ['run.stuck', 'letter.dead', 'plugin.configured'];
  await eventually(async () => (await kindsOf(ada, { kinds })).length === 3);
  const { nodes } = await look(plugin, ada, { kinds });
  expect(nodes.find(({ kind }: { kind: string }) => kind === 'run.stuck')).toMatchObject({
    entityType: 'Run',
    entityId: entity(6),
    link: null,
  });
  expect(await kindsOf(grace, { kinds })).toEqual([]);
  for (const entityId of [entity(6), entity(7)]) expect(await kindsOf(grace, { entityId })).toEqual([]);
  expect((await look(plugin, grace)).feed.totalCount).toBe((await look(plugin, ada)).feed.totalCount - 3);
  const own = `query { _entities(representations: [{ __typename: "User", id: "${ada.userId}" }, { __typename: "ActivityEntry", id: "${nodes[0].id}" }]) {
    ... on User { activity(first: 100) { edges { node { kind } } } } ... on ActivityEntry { kind } } }`;
  const seen = (await plugin.query(grace, own)).data._entities;
  expect(JSON.stringify(seen)).not.toContain('plugin.configured');
  expect(seen[1]).toBeNull();
  expect(JSON.stringify((await plugin.query(ada, own)).data._entities)).toContain('plugin.configured');
});

test.each([
  ['too many kinds', { kinds: Array.from({ length: 51 }, () => 'a') }],
  ['a page that is too long', { first: 101 }],
  ['a cursor of nothing', { after: 'x' }],
  ['a kind that no column can hold', { kinds: ['a\0b'] }],
])('%s is refused', async (_, args) => {
  const { errors } = await look(plugin, ada, args);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('what is no id, and a kind that nobody has heard of, have no entries', async () => {
  expect(await kindsOf(ada, { entityId: "' or true" })).toEqual([]);
  expect(await kindsOf(ada, { kinds: [] })).toEqual([]);
  expect(await kindsOf(ada, { kinds: ['no.such'] })).toEqual([]);
});

test('while the organization has turned it off, events wait, and are entries when it is on again', async () => {
  await plugin.turn('off', 'acme');
  await plugin.fire(entityCreated, { entityType: 'Folder', entityId: entity(8) }, 'acme');
  await tell(plugin, [created(entity(9), { org: 'globex' })]);
  await eventually(async () => (await kindsOf(hal, { entityId: entity(9) })).length === 1);
  expect((await look(plugin, ada)).errors?.[0]?.extensions.code).toBe('PLUGIN_NOT_ENABLED');
  await plugin.turn('on', 'acme');
  await eventually(async () => (await kindsOf(ada, { entityId: entity(8) })).length === 1, 20_000);
});

test('PostgreSQL isolates organizations in every table', async () => {
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(Nimbus.schemaName, urls)).toEqual([]);
});
