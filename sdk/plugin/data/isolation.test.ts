import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries, Entry, Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';

let ledger: StartedPlugin;
let role: pg.Client;
beforeAll(async () => {
  ledger = await startPlugin(Ledger);
  role = new pg.Client({ connectionString: ledger.databaseUrl });
  await role.connect();
  await ledger.opened.transaction('acme', (vault) => entries.create({ text: 'ours' }, vault));
});
afterAll(async () => {
  await role.end();
  await ledger[Symbol.asyncDispose]();
});

describe('the primitives of another org', () => {
  test('read, change and delete nothing', async () => {
    const { rows } = await entries.filter({}, ledger.opened.vaultFor('acme'));
    const foreign = ledger.opened.vaultFor('globex');
    const id = rows[0]?.id ?? '';
    expect(await entries.get(id, foreign)).toBeNull();
    expect(await entries.get({ text: 'ours' }, foreign)).toBeNull();
    expect(await entries.update(id, { text: 'theirs' }, foreign)).toBeNull();
    expect(await entries.delete(id, foreign)).toBe(false);
    expect(await entries.bulkDelete({}, foreign)).toBe(0);
    expect(await entries.get(id, ledger.opened.vaultFor('acme'))).toMatchObject({ text: 'ours' });
  });

  test('cannot create a row for this one', async () => {
    const row = { text: 'smuggled', org: 'acme' };
    await ledger.opened.transaction('globex', (vault) => entries.create(row, vault));
    const { rows } = await entries.filter({}, ledger.opened.vaultFor('acme'));
    expect(rows.map(({ text }) => text)).toEqual(['ours']);
  });

  test('cannot be bypassed with the entity manager', async () => {
    const { em } = ledger.opened.vaultFor('globex');
    expect(await em.find(Entry, { org: 'acme' })).toEqual([]);
    expect(await em.nativeUpdate(Entry, { org: 'acme' }, { text: 'theirs' })).toBe(0);
    await expect(em.insert(Entry, { org: 'acme', id: crypto.randomUUID(), text: 'x' })).rejects.toThrow(
      /row-level security/,
    );
  });
});

describe('the runtime role', () => {
  test('sees no row without an org', async () => {
    expect((await role.query('select * from entry')).rows).toEqual([]);
    expect((await role.query('select * from outbox')).rows).toEqual([]);
  });

  test.each([
    ['turn row security off', 'alter table entry disable row level security'],
    ['drop a policy', 'drop policy entry_tenant on entry'],
    ['create a table', 'create table mine (id int)'],
    ['create a schema', 'create schema mine'],
    ['become the owner', 'set role nimbus'],
    ['read passwords', 'select * from pg_authid'],
  ])('cannot %s', async (_, sql) => {
    await expect(role.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('is bound by row security on every table of its schema', async () => {
    const { rows } = await role.query<{ relname: string; forced: boolean }>(
      `select relname, relrowsecurity and relforcerowsecurity as forced from pg_class
        where relnamespace = 'ledger'::regnamespace and relkind = 'r' and relname <> 'mikro_orm_migrations'`,
    );
    expect(rows.map(({ relname }) => relname).toSorted()).toEqual([
      'background_task',
      'claim',
      'consumer_position',
      'entry',
      'inbox',
      'known_organization',
      'organization_settings',
      'outbox',
      'participation',
      'plugin_switch',
      'revocation',
      'saga',
      'saga_reply',
      'schedule',
    ]);
    expect(rows.every(({ forced }) => forced)).toBe(true);
  });
});
