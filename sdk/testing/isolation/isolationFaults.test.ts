import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealTenantTable, tenantTable } from '@nimbusvault/sdk/internal';
import { migrate, type MigrationUrls } from '@nimbusvault/runtime';
import { startServers, type RunningServers } from '@nimbusvault/vault';
import { Hearer } from '../fixtures/Hearer.ts';
import { Ledger } from '../fixtures/Ledger.ts';
import { isolationFaults } from './isolationFaults.ts';

let servers: RunningServers;
let owner: pg.Client;
beforeAll(async () => {
  servers = await startServers();
  owner = new pg.Client({ connectionString: servers.databaseUrl });
  await owner.connect();
  await migrate(Hearer, urlsOf('hearer'));
});
afterAll(async () => {
  await owner.end();
  await servers.stop();
});

beforeEach(async () => {
  await owner.query('drop schema if exists ledger cascade; drop schema if exists elsewhere cascade');
  await owner.query(`drop owned by vault_ledger; drop role vault_ledger`).catch(() => undefined);
  await migrate(Ledger, urlsOf('ledger'));
  await owner.query('set search_path to ledger');
});

function urlsOf(schema: string): MigrationUrls {
  const runtime = new URL(servers.databaseUrl);
  Object.assign(runtime, { username: `vault_${schema}`, password: 'secret' });
  return { owner: servers.databaseUrl, runtime: runtime.href };
}

const find = () => isolationFaults('ledger', urlsOf('ledger'));
const table = (columns: string) => `create table bad (${columns})`;
const seal = sealTenantTable('bad');
const keyed = 'org varchar(63) not null, id uuid not null, primary key (org, id)';
const opened = (clause: string) => [...tenantTable('bad', 'n int'), `create policy wide on bad ${clause}`];

test('a migrated plugin isolates organizations and plugins', async () => {
  expect(await find()).toEqual([]);
  expect(await isolationFaults('hearer', urlsOf('hearer'))).toEqual([]);
});

test('a restrictive policy and a column "org" of text are valid', async () => {
  for (const sql of [
    table('org text not null, id uuid not null, primary key (org, id)'),
    ...seal,
    'create policy less on bad as restrictive using (false)',
    'create view shown with (security_invoker = on) as select * from bad',
  ])
    await owner.query(sql);
  expect(await find()).toEqual([]);
});

describe('a deliberate fault is reported with its name:', () => {
  test.each<[name: string, what: string, sql: readonly string[]]>([
    ['bad', 'has no column "org"', [table('id uuid primary key')]],
    ['bad', 'has no column "org"', [table('org text, id uuid primary key')]],
    [
      'bad',
      'first in its primary key',
      [table('org text not null, id uuid, primary key (id, org)'), ...seal],
    ],
    ['bad', 'first in its primary key', [table('org text not null, id uuid'), ...seal]],
    ['bad', 'row-level security that binds', [table(keyed)]],
    [
      'bad',
      'row-level security that binds',
      [table(keyed), ...seal, 'alter table bad no force row level security'],
    ],
    [
      'bad',
      'row-level security that binds',
      [table(keyed), ...seal, 'alter table bad disable row level security'],
    ],
    ['bad', 'has no policy', [table(keyed), ...seal.slice(0, 2)]],
    ['bad', 'has no policy', [table(keyed), ...seal.slice(0, 2), 'create policy a on bad using (true)']],
    [
      'bad',
      'has no policy',
      [
        table(keyed),
        ...seal.slice(0, 2),
        `create policy a on bad using (org = current_setting('vault.other', true))`,
      ],
    ],
    [
      'bad',
      'has no policy',
      [
        table(keyed),
        ...seal.slice(0, 2),
        `create policy a on bad using (org = nullif(current_setting('vault.org', true), ''))`,
      ],
    ],
    ['bad.wide', 'opens rows', opened('using (true)')],
    ['bad.wide', 'opens rows', opened('for insert with check (true)')],
    ['bad.wide', 'opens rows', opened(`using (current_setting('vault.relay', true) = 'on')`)],
    [
      'bad.wide',
      'opens rows',
      opened(`using (org = nullif(current_setting('vault.org', true), '') or n = 1)`),
    ],
    ['outbox.wide', 'opens rows', ['create policy wide on outbox for select using (true)']],
    ['bad_n_key', 'unique or exclusive', tenantTable('bad', 'n int unique')],
    [
      'bad_by_n',
      'unique or exclusive',
      [...tenantTable('bad', 'n int'), 'create unique index bad_by_n on bad (n) include (org)'],
    ],
    [
      'bad.out',
      'foreign key',
      [
        'create unique index entry_ids on entry (id)',
        ...tenantTable('bad', 'entry uuid, constraint "out" foreign key (entry) references entry (id)'),
      ],
    ],
    [
      'bad.out',
      'foreign key',
      tenantTable(
        'bad',
        'a varchar(63), b uuid, constraint "out" foreign key (a, b) references entry (org, id)',
      ),
    ],
    [
      'bad.out',
      'leads out',
      tenantTable(
        'bad',
        'run uuid, constraint "out" foreign key (org, run) references hearer.background_task (org, id)',
      ),
    ],
    ['entry.ring', 'has a rule', ['create rule ring as on insert to entry do also delete from claim']],
    [
      'get',
      'runs as its owner',
      [`create function get() returns int language sql security definer as 'select 1'`],
    ],
    ['seen', 'reads as its owner', ['create view seen as select * from entry']],
    [
      'seen',
      'reads as its owner',
      ['create view seen with (security_invoker = false) as select * from entry'],
    ],
    ['kept', 'holds rows without', ['create materialized view kept as select * from entry']],
    ['vault_ledger', 'does not bind', ['alter role vault_ledger superuser']],
    ['vault_ledger', 'does not bind', ['alter role vault_ledger bypassrls']],
    ['vault_ledger', 'does not bind', ['alter role vault_ledger createrole']],
    ['vault_ledger in vault_hearer', 'rights of another', ['grant vault_hearer to vault_ledger']],
    ['vault_ledger in pg_read_all_data', 'rights of another', ['grant pg_read_all_data to vault_ledger']],
    [
      'entry',
      'owned by the runtime role',
      ['grant create on schema ledger to vault_ledger', 'alter table entry owner to vault_ledger'],
    ],
    ['ledger', 'create things in', ['grant create on schema ledger to vault_ledger']],
    [
      'postgres',
      'temporary tables',
      [`do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`],
    ],
    ['hearer', 'schema of others', ['grant usage on schema hearer to vault_ledger']],
    [
      'elsewhere.theirs',
      'table outside',
      [
        'create schema elsewhere',
        'create table elsewhere.theirs (id int)',
        'grant usage on schema elsewhere to vault_ledger',
        'grant select (id) on elsewhere.theirs to vault_ledger',
      ],
    ],
    ['ledger', 'open to other roles', ['grant usage on schema ledger to vault_hearer']],
    ['entry', 'open to other roles', ['grant select on entry to public']],
    ['entry.text', 'open to other roles', ['grant select (text) on entry to vault_hearer']],
    ['entry', 'can be emptied', ['grant truncate on entry to vault_ledger']],
    ['mikro_orm_migrations', 'can be changed', ['grant insert on mikro_orm_migrations to vault_ledger']],
    ['vault.relay=on', 'rights of the relay', [`alter role vault_ledger set vault.relay = 'on'`]],
  ])('%s %s', async (name, what, sql) => {
    for (const statement of sql) await owner.query(statement);
    expect(await find()).toContainEqual(
      expect.stringMatching(new RegExp(`^ledger: ${name} .*${what}.*\\. .+\\.`)),
    );
  });
});

test('migrating again revokes excess rights of a role', async () => {
  await owner.query('alter role vault_ledger superuser');
  await owner.query('grant insert on mikro_orm_migrations to vault_ledger');
  await migrate(Ledger, urlsOf('ledger'));
  expect(await find()).toEqual([]);
});
