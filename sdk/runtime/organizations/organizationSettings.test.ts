import { randomBytes, randomUUID } from 'node:crypto';
import { eventually, openInMemory, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { Chat, type organizationSettings } from '@nimbusvault/testing/fixtures/Chat';
import { told } from '@nimbusvault/testing/fixtures/Teller';
import { orgSettingsOf } from '@nimbusvault/sdk';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLog } from '../output/openLog.ts';
import { resealSecrets } from './resealSecrets.ts';
import { openSecretBox } from './secretBox.ts';

const webhook = 'https://hooks.example.org/very-secret-path';
const required = 'webhook: "https://hooks.example.org/very-secret-path"';

let plugin: StartedPlugin;
let relay: pg.Client;
beforeAll(async () => {
  plugin = await startPlugin(Chat);
  relay = new pg.Client({ connectionString: plugin.databaseUrl });
  await relay.connect();
  await relay.query(`set vault.relay = 'on'`);
});
afterAll(async () => {
  await relay.end();
  await plugin[Symbol.asyncDispose]();
});

function adminOf(org = `org-${randomBytes(4).toString('hex')}`): Tenant {
  return { org, userId: randomUUID(), roles: ['admin'] };
}

const shown = 'webhook token channel limit share isLoud often tags';
const configure = (admin: Tenant, input: string) =>
  plugin.query(
    admin,
    `mutation { configureChat(input: { ${input} }) {
      ... on ChatSettings { ${shown} } ... on InvalidInput { message path } } }`,
  );
const read = async (tenant: Tenant) => plugin.query(tenant, `{ chatSettings { ${shown} } }`);
const seen = async (tenant: Tenant) => JSON.parse((await plugin.query(tenant, '{ chatSees }')).data.chatSees);
const codes = ({ errors = [] }: Awaited<ReturnType<typeof read>>) =>
  errors.map(({ extensions }) => extensions.code);
const place = (org: string) => ({ plugin: 'Chat', org, field: 'webhook' });
const storedOf = async ({ org }: Tenant) =>
  (await relay.query('select stored from organization_settings where org = $1', [org])).rows[0]?.stored;
const storeFor = ({ org }: Tenant, stored: object) =>
  relay.query(
    `insert into organization_settings values ($1, $2) on conflict (org) do update set stored = excluded.stored`,
    [org, JSON.stringify(stored)],
  );

test('what an admin configures is masked in the graph, plain for the plugin, and unreadable in the database', async () => {
  const admin = adminOf();
  const { data } = await configure(
    admin,
    `${required}, limit: 7, often: DAILY, tags: ["a", "b"], share: 0.5`,
  );
  const form = {
    webhook: '••••••••',
    token: null,
    channel: 'general',
    limit: 7,
    share: 0.5,
    isLoud: false,
    often: 'DAILY',
    tags: ['a', 'b'],
  };
  expect(data.configureChat).toEqual(form);
  expect((await read(admin)).data.chatSettings).toEqual(form);
  expect(await seen(admin)).toMatchObject({ webhook, limit: 7, often: 'daily', channel: 'general' });
  expect(JSON.stringify(await storedOf(admin))).not.toContain('hooks.example');
});

test('a field that is left out stays, null clears it, and the mask does not overwrite a secret', async () => {
  const admin = adminOf();
  await configure(admin, `${required}, token: "t", limit: 7, channel: "ops"`);
  await configure(admin, 'webhook: "••••••••", limit: null, channel: null');
  expect(await seen(admin)).toMatchObject({ webhook, token: 't', limit: 10, channel: null });
  await configure(admin, 'token: null, channel: "back"');
  expect(await seen(admin)).toEqual(expect.not.objectContaining({ token: 't' }));
  const { data } = await configure(admin, 'webhook: null, limit: 5');
  expect(data.configureChat).toEqual({ message: '"webhook" is required.', path: ['webhook'] });
  expect(await seen(admin)).toMatchObject({ webhook, limit: 10, channel: 'back' });
});

test.each([
  [`${required}, limit: 101`, ['limit']],
  ['limit: 1', ['webhook']],
  ['webhook: "not a URL"', ['webhook']],
  [`${required}, tags: ["1", "2", "3", "4"]`, ['tags']],
  [`${required}, channel: "a\\u0000b"`, ['channel']],
])('%s is refused with its path, and changes nothing', async (input, path) => {
  const admin = adminOf();
  expect((await configure(admin, input)).data.configureChat).toMatchObject({ path });
  expect((await read(admin)).data.chatSettings).toMatchObject({ webhook: null, limit: 10 });
});

test('members and other organizations neither read nor change them', async () => {
  const admin = adminOf();
  await configure(admin, required);
  const member: Tenant = { ...admin, roles: ['member'] };
  expect([codes(await read(member)), codes(await configure(member, 'limit: 1'))]).toEqual([
    ['FORBIDDEN'],
    ['FORBIDDEN'],
  ]);
  expect((await read(adminOf())).data.chatSettings.webhook).toBeNull();
});

test('two changes at the same time are both kept, the first of an organization too', async () => {
  const admin = adminOf();
  await Promise.all(
    ['limit: 7', 'share: 0.5', 'isLoud: true'].map((each) => configure(admin, `${required}, ${each}`)),
  );
  expect(await seen(admin)).toMatchObject({ limit: 7, share: 0.5, isLoud: true });
});

test('each change is reported once for the audit log, by the names of its fields alone', async () => {
  const admin = adminOf();
  await configure(admin, `${required}, limit: 7, token: "t"`);
  await configure(admin, `webhook: "${webhook}", limit: 7`);
  await configure(admin, 'limit: 8');
  const { rows } = await relay.query(
    `select subject, data, actor from outbox where org = $1 order by position`,
    [admin.org],
  );
  const subject = `vault.${admin.org}.hook.Chat.plugin.configured`;
  expect(rows).toEqual([
    { subject, data: { fields: ['webhook', 'token', 'limit'] }, actor: admin.userId },
    { subject, data: { fields: ['limit'] }, actor: admin.userId },
  ]);
});

test('a plugin that is not configured says who has to do what; a handler waits for it, and sees the change at once', async () => {
  const admin = adminOf();
  const { errors } = await plugin.query(admin, '{ chatSees }');
  expect(errors?.[0]).toMatchObject({
    message: `Chat cannot work for ${admin.org} with these settings: "webhook" is not set. An admin of ${admin.org} sets them with configureChat.`,
    extensions: { code: 'ORGANIZATION_SETTINGS_INVALID' },
  });
  await plugin.fire(told, { event: 'one' }, admin.org);
  const tried = () => relay.query('select 1 from inbox where org = $1 and attempts > 0', [admin.org]);
  await eventually(async () => (await tried()).rows.length > 0);
  await configure(admin, required);
  await relay.query(`select set_config('vault.org', $1, false)`, [admin.org]);
  const posted = () => relay.query('select event, target from post');
  await eventually(async () => (await posted()).rows.length > 0);
  expect((await posted()).rows).toEqual([{ event: 'one', target: webhook }]);
});

test('stored values that no longer fit are errors of their fields alone, until an admin sets them; the rest is kept', async () => {
  const admin = adminOf();
  await configure(admin, `${required}, limit: 7`);
  const stored = { ...(await storedOf(admin)), limit: 'seven', gone: 'of an older release' };
  await storeFor(admin, stored);
  const { data, errors } = await read(admin);
  expect(data.chatSettings).toMatchObject({ webhook: '••••••••', limit: null, channel: 'general' });
  expect(errors).toMatchObject([
    { path: ['chatSettings', 'limit'], extensions: { code: 'ORGANIZATION_SETTINGS_INVALID' } },
  ]);
  expect(codes(await plugin.query(admin, '{ chatSees }'))).toEqual(['ORGANIZATION_SETTINGS_INVALID']);
  expect((await configure(admin, 'isLoud: true')).data.configureChat).toMatchObject({ path: ['limit'] });
  await configure(admin, 'limit: 3');
  expect(await seen(admin)).toMatchObject({ webhook, limit: 3 });
  expect(await storedOf(admin)).toMatchObject({ gone: 'of an older release' });
});

test('a secret that was copied from another organization, or stored in plain text, is not used', async () => {
  const [one, other, third] = [adminOf(), adminOf(), adminOf()];
  await configure(one, required);
  await storeFor(other, await storedOf(one));
  await storeFor(third, { webhook });
  for (const admin of [other, third]) {
    expect(codes(await plugin.query(admin, '{ chatSees }'))).toEqual(['ORGANIZATION_SETTINGS_INVALID']);
    await configure(admin, required);
    expect(await seen(admin)).toMatchObject({ webhook });
  }
});

test('after a change of keys, the secrets of all organizations are encrypted again, and need the old one no more', async () => {
  const [old, current] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')) as [
    string,
    string,
  ];
  const organization = Chat.organizationSettings!;
  const boxes = [{ current: old }, { current, previous: old }, { current }].map((keys) =>
    openSecretBox('Chat', keys),
  );
  const [before, during, after] = boxes.map((box) => ({ plugin: 'Chat', organization, box }));
  const orgs = [adminOf(), adminOf()];
  for (const admin of orgs)
    await storeFor(admin, { limit: 5, webhook: { sealed: before!.box.seal(webhook, place(admin.org)) } });
  const log = openLog('Chat', { level: 'silent' });
  await Promise.all([1, 2].map(() => resealSecrets(during!, plugin.databaseUrl, log)));
  for (const admin of orgs) {
    const { webhook: sealed, limit } = await storedOf(admin);
    expect([limit, after!.box.open(sealed.sealed, place(admin.org))]).toEqual([5, webhook]);
  }
});

test('in memory, the settings of every organization are given by the test', async () => {
  const vault = openInMemory(Chat, {}, { organizationSettings: { webhook } }).vaultFor({
    org: 'acme',
    userId: null,
    roles: [],
  });
  expect(await orgSettingsOf<typeof organizationSettings>(vault)).toMatchObject({ webhook, limit: 10 });
});
