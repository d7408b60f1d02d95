import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type Client, type TestOrg } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OwnVault } from '../../support/ownVault.ts';
import { startVaultWithSettings } from './vaultWithSettings.ts';

const secretPath = 'B0123-ve7y-5ecret';
const webhook = `https://hooks.example.org/services/${secretPath}`;
const configure = `mutation ($input: ConfigureBookmarksInput!) { configureBookmarks(input: $input) {
  __typename ... on BookmarksSettings { webhook channel } ... on InvalidInput { message path } } }`;
const settings = '{ bookmarksSettings { webhook channel } }';
const masked = { webhook: '••••••••', channel: 'ops' };

let vault: OwnVault;
beforeAll(async () => {
  vault = await startVaultWithSettings();
});
afterAll(() => vault[Symbol.asyncDispose]());

const codeOf = async (answer: ReturnType<Client['query']>) => (await answer).errors?.[0]?.extensions.code;

async function createDocument({ admin }: TestOrg): Promise<void> {
  const create = 'mutation { createDocument(input: { title: "Plan" }) { __typename } }';
  expect((await admin.query(create)).data.createDocument).toEqual({ __typename: 'Document' });
}

async function titles({ admin }: TestOrg): Promise<readonly string[]> {
  const { data } = await admin.query('{ sharedBookmarks(first: 100) { edges { node { title } } } }');
  return data.sharedBookmarks.edges.map(({ node }: { node: { title: string } }) => node.title);
}

/** The places with a text in them: files of the vault's state, its logs included, and rows of all tables. */
async function placesWith(text: string): Promise<readonly string[]> {
  const files = spawnSync('grep', ['-rlaF', text, vault.stack.stateDir], { encoding: 'utf8' }).stdout;
  const database = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await database.connect();
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^(pg_|information)'`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const found = await database.query(`select from ${name} t where t::text like $1`, [`%${text}%`]);
    if ((found.rowCount ?? 0) > 0) rows.push(name);
  }
  await database.end();
  return [...files.split('\n').filter(Boolean), ...rows];
}

test('an admin configures the plugin for the organization, and nobody else reads or changes it', async () => {
  const [org, other] = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  const changed = await org.admin.query(configure, { input: { webhook, channel: 'ops' } });
  expect(changed.data.configureBookmarks).toEqual({ __typename: 'BookmarksSettings', ...masked });
  expect((await org.admin.query(settings)).data.bookmarksSettings).toEqual(masked);
  const member = await org.client(['member']);
  expect(await codeOf(member.query(settings))).toBe('FORBIDDEN');
  expect(await codeOf(member.query(configure, { input: { channel: 'mine' } }))).toBe('FORBIDDEN');
  const theirs = (await other.admin.query(settings)).data.bookmarksSettings;
  expect(theirs).toEqual({ webhook: null, channel: 'general' });

  await createDocument(org);
  await eventually(async () => (await titles(org)).includes('created ops hooks.example.org'));
  expect(await placesWith(secretPath)).toEqual([]);
  expect(await placesWith('created ops')).toContain('bookmarks.shared_bookmark');
});

test('each change is in the audit log, by the names of its fields', async () => {
  const org = await vault.makeOrg();
  await org.admin.query(configure, { input: { webhook, channel: 'ops' } });
  await org.admin.query(configure, { input: { channel: 'night' } });
  const log = '{ auditLog(first: 9) { edges { node { by action outcome subjectType subjectId details } } } }';
  const read = async () => {
    const { data } = await org.admin.query(log);
    const nodes = data.auditLog.edges.map(({ node }: { node: { action: string } }) => node);
    return nodes.filter(({ action }: { action: string }) => action === 'plugin.configured');
  };
  await eventually(async () => (await read()).length === 2);
  const entry = { by: expect.stringMatching(/^ada /), action: 'plugin.configured', outcome: 'DONE' };
  const subject = { subjectType: 'Plugin', subjectId: 'Bookmarks' };
  expect(await read()).toEqual(
    expect.arrayContaining([
      { ...entry, ...subject, details: '{"fields":["webhook","channel"]}' },
      { ...entry, ...subject, details: '{"fields":["channel"]}' },
    ]),
  );
});

test('turned off for an organization, the plugin lets its events wait, even if it is killed, and loses and doubles none', async () => {
  const [org, other] = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  for (const { admin } of [org, other]) await admin.query(configure, { input: { webhook, channel: 'ops' } });
  const member = await org.client(['member']);
  expect(await codeOf(member.query(turn('disable')))).toBe('FORBIDDEN');
  expect((await org.admin.query(turn('disable'))).data.disablePlugin).toMatchObject({ isEnabled: false });
  expect(await codeOf(org.admin.query('{ sharedBookmarks { totalCount } }'))).toBe('PLUGIN_NOT_ENABLED');
  expect((await org.admin.query(settings)).data.bookmarksSettings).toEqual(masked);
  const viewer = '{ viewer { username sharedBookmarks { totalCount } } }';
  const contributed = await org.admin.query(viewer);
  expect([contributed.data.viewer.sharedBookmarks, contributed.errors]).toEqual([null, undefined]);
  expect((await other.admin.query(viewer)).data.viewer.sharedBookmarks.totalCount).toBe(0);

  for (const each of [org, org, other]) await createDocument(each);
  await eventually(async () => (await stateOf(org)).waiting === 2);
  await eventually(async () => (await titles(other)).length === 1);
  await killBookmarks();
  await createDocument(org);
  await deleteNewest(org);
  await eventually(async () => (await stateOf(org)).waiting === 3);
  await eventually(async () => (await storedTitles(org)).includes('deleted'));
  const enabling = org.admin.query(turn('enable'));
  await killBookmarks();
  await enabling;
  await org.admin.query(turn('enable'));
  await eventually(async () => (await titles(org)).length >= 4);
  await createDocument(org);
  await eventually(async () => (await titles(org)).length >= 5);
  const created = 'created ops hooks.example.org';
  expect((await titles(org)).toSorted()).toEqual([created, created, created, created, 'deleted']);
  expect(await titles(other)).toEqual([created]);
  const actions = '{ auditLog(first: 20) { edges { node { action outcome subjectId reason } } } }';
  const { data } = await org.admin.query(actions);
  const about = { subjectId: 'Bookmarks', reason: 'a test' };
  const entries = data.auditLog.edges.map(({ node }: { node: object }) => node);
  expect(entries).toContainEqual({ action: 'plugin.disabled', outcome: 'ATTEMPTED', ...about });
  expect(entries).toContainEqual({ action: 'plugin.enabled', outcome: 'DONE', ...about });
});

const turn = (way: 'enable' | 'disable', name = 'Bookmarks') => `mutation {
  ${way}Plugin(name: "${name}", reason: "a test") {
    __typename ... on PluginState { isEnabled waiting } ... on Conflict { message } ... on NotFound { message } } }`;

test('core is not turned off, nor is a plugin that is not there', async () => {
  const { admin } = await vault.makeOrg();
  const { data } = await admin.query(turn('disable', 'Core'));
  expect(data.disablePlugin).toMatchObject({
    __typename: 'Conflict',
    message: expect.stringContaining('always on'),
  });
  expect((await admin.query(turn('disable', 'no plugin'))).data.disablePlugin.__typename).toBe(
    'InvalidInput',
  );
  const began = performance.now();
  expect((await admin.query(turn('enable', 'Nowhere'))).data.enablePlugin).toEqual({
    __typename: 'NotFound',
    message: expect.stringMatching(/^Nowhere is not active in this vault\./),
  });
  expect(performance.now() - began).toBeLessThan(4_000);
});

async function stateOf({ admin }: TestOrg): Promise<{ waiting: number }> {
  const { data } = await admin.query('{ plugins { plugins { name isEnabled waiting } silent } }');
  const found = data.plugins.plugins.find(({ name }: { name: string }) => name === 'Bookmarks');
  return found ?? { waiting: -1 };
}

async function killBookmarks(): Promise<void> {
  const killed = vault.stack.processes().find(({ name }) => name === 'Bookmarks')?.pid;
  if (killed) process.kill(killed, 'SIGKILL');
  await eventually(async () => {
    const now = vault.stack.processes().find(({ name }) => name === 'Bookmarks');
    return now?.pid !== killed && now?.status === 'ready';
  }, 30_000);
}

async function deleteNewest({ admin }: TestOrg): Promise<void> {
  const { data } = await admin.query('{ documents(first: 1) { edges { node { id } } } }');
  const { id } = data.documents.edges[0].node;
  const deleted = await admin.query(`mutation { deleteDocument(id: "${id}") { __typename } }`);
  expect(deleted.data.deleteDocument).toEqual({ __typename: 'Document' });
}

/** The rows that the plugin has written, whether it is on or off. */
async function storedTitles({ slug }: TestOrg): Promise<readonly string[]> {
  const database = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await database.connect();
  const sql = 'select title from bookmarks.shared_bookmark where org = $1';
  const { rows } = await database.query<{ title: string }>(sql, [slug]);
  await database.end();
  return rows.map(({ title }) => title);
}

test('after two changes of keys, the second without the first key, the plugin still reads every secret', async () => {
  const org = await vault.makeOrg();
  await org.admin.query(configure, { input: { webhook, channel: 'ops' } });
  const [one, two] = [keyFile('one'), keyFile('two')];
  await restartWith({ current: one, previous: '${env.BOOKMARKS_ENCRYPTION_KEY}' });
  await restartWith({ current: two, previous: one });
  await restartWith({ current: two });
  await createDocument(org);
  await eventually(async () => (await titles(org)).includes('created ops hooks.example.org'));
  await restartWith({ current: keyFile('three') });
  const { data, errors } = await org.admin.query(settings);
  expect([data.bookmarksSettings.channel, errors?.[0]?.message]).toEqual([
    'ops',
    expect.stringContaining('as Bookmarks.encryptionKeys.previous in vault-settings.json'),
  ]);
  await org.admin.query(configure, { input: { webhook } });
  expect((await org.admin.query(settings)).data.bookmarksSettings).toEqual(masked);
});

function keyFile(name: string): string {
  const file = join(vault.folder, `${name}.key`);
  writeFileSync(file, randomBytes(32).toString('base64'));
  return `\${file.${file}}`;
}

/** Writes the settings, and waits for the process that the vault starts with them. */
async function restartWith(encryptionKeys: object): Promise<void> {
  const file = join(vault.folder, 'vault-settings.json');
  const renewals = () =>
    vault.told.filter((line) => line.startsWith('Bookmarks runs the saved settings')).length;
  const before = renewals();
  writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), Bookmarks: { encryptionKeys } }),
  );
  await eventually(async () => renewals() > before);
}
