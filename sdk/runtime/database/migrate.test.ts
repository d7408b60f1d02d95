import { defineEntity, p } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import {
  addSearch,
  connectionTypes,
  defineMigration,
  definePlugin,
  defineService,
  searchable,
  tenantColumns,
  tenantTable,
} from '@nimbusvault/sdk';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { migrate } from './migrate.ts';
import { rehearseMigrations } from './rehearseMigrations.ts';
import { warnOfEdited } from './warnOfEdited.ts';

const NoteSchema = defineEntity({
  name: 'Note',
  properties: { ...tenantColumns, title: p.text(), dueAt: p.datetime().nullable() },
});
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);

let servers: RunningServers;
let owner: pg.Client;
beforeAll(async () => {
  servers = await takeServers();
  owner = new pg.Client({ connectionString: servers.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await servers.stop();
});

/** A plugin with one migration, whose table has these columns, and with an entity if it is wanted. */
function pluginOf(name: string, columns: string, entities: readonly (typeof Note)[] = []): Plugin {
  const createNote = defineMigration('1-create-note', {
    up: [...tenantTable('note', columns), `create index note_by_title on note (org, title)`],
    down: ['drop table note'],
  });
  return definePlugin({ name, entities, migrations: [createNote] });
}

function migrateHere(plugin: Plugin): Promise<void> {
  return migrate(plugin, { owner: servers.databaseUrl, runtime: urlOf(`vault_${plugin.schemaName}`) });
}

function urlOf(username: string): string {
  return Object.assign(new URL(servers.databaseUrl), { username, password: 'here' }).href;
}

test('a migration that was edited after it ran is refused with its name and the remedy, and nothing runs', async () => {
  await migrateHere(pluginOf('Edited', 'title text not null'));
  const edited = pluginOf('Edited', 'title text not null, due_at timestamptz');
  const more = defineMigration('2-more', { up: ['create table more ()'], down: ['drop table more'] });
  const migrating = migrateHere({ ...edited, migrations: [...edited.migrations, more] });
  await expect(migrating).rejects.toMatchObject({
    code: 'MIGRATION_EDITED',
    message: expect.stringMatching(/^Edited: .*1-create-note.* was changed after it ran.*new migration/),
  });
  const { rows } = await owner.query(`select to_regclass('edited.more') as more`);
  expect(rows).toEqual([{ more: null }]);
});

test('a process that serves an edited migration warns of it', async () => {
  await migrateHere(pluginOf('Warned', 'title text not null'));
  const warnings: string[] = [];
  const log = { warn: (_: object, line: string) => warnings.push(line) } as unknown as VaultLog;
  await warnOfEdited(pluginOf('Warned', 'title text'), urlOf('vault_warned'), log);
  expect(warnings).toEqual([expect.stringContaining('1-create-note was changed after it ran')]);
});

test('a migration whose text is only laid out anew is the same', async () => {
  await migrateHere(pluginOf('Formatted', 'title text not null,\n     due_at timestamptz'));
  const migrating = migrateHere(pluginOf('Formatted', 'title text not null, due_at timestamptz'));
  await expect(migrating).resolves.toBeUndefined();
});

test('migrations that ran without a checksum are adopted as they are now', async () => {
  await migrateHere(pluginOf('Order', 'title text not null'));
  await owner.query(`alter table "order".mikro_orm_migrations drop column checksum`);
  await migrateHere(pluginOf('Order', 'title varchar(255) not null'));
  await expect(migrateHere(pluginOf('Order', 'title text not null'))).rejects.toMatchObject({
    code: 'MIGRATION_EDITED',
  });
});

test('an entity whose column no migration makes is refused with its file, and with the tables that exist it is not', async () => {
  await expect(migrateHere(pluginOf('Lacking', 'title text not null', [Note]))).rejects.toMatchObject({
    code: 'MIGRATION_MISSING',
    message: expect.stringMatching(/^Lacking: entities\/Note\.ts: .*due_at.*note.* migration/),
  });
  await migrateHere(pluginOf('Complete', 'title text not null, due_at timestamptz', [Note]));
});

test('migrations are rehearsed in a schema that nobody sees and that is gone afterwards', async () => {
  const faults = await rehearseMigrations(
    { plugin: pluginOf('Tried', 'title text', [Note]) },
    servers.databaseUrl,
  );
  expect(faults).toMatchObject([{ code: 'MIGRATION_MISSING', file: 'entities/Note.ts' }]);
  const { rows } = await owner.query(`select from pg_namespace where nspname like '%tried%'`);
  expect(rows).toEqual([]);
  const complete = { plugin: pluginOf('Tried', 'title text, due_at timestamptz', [Note]) };
  expect(await rehearseMigrations(complete, servers.databaseUrl)).toEqual([]);
});

/** The fields of notes by which callers may sort, and which no index serves. */
async function unindexed(indexes: readonly string[]): Promise<readonly string[]> {
  const notes = defineService(Note, { sortable: ['id', 'title', 'dueAt'] });
  const plugin = pluginOf('Sorted', 'title text not null, folder uuid, due_at timestamptz', [Note]);
  const typeDefs = [...plugin.typeDefs, connectionTypes('Note', notes)];
  const up = indexes.map((index, at) => `create ${index.replace('index', `index n${at}`)}`);
  const migrations = [...plugin.migrations, defineMigration('2-indexes', { up, down: [] })];
  const sorted = { ...plugin, typeDefs, migrations };
  const faults = await rehearseMigrations({ plugin: sorted }, servers.databaseUrl);
  const expected = { code: 'INDEX_MISSING', severity: 'warning' };
  expect(faults).toMatchObject(faults.map(() => expected));
  return faults.map(({ fix }) => / on note (\([^)]*\))/.exec(fix)?.[1] ?? '');
}

const [byTitle, byTime] = ['(org, title, id)', '(org, due_at, id)'];

test.each([
  ['index on note (org, due_at, id)', byTitle],
  ['index on note (org, due_at desc, id desc)', byTitle],
  ['index on note (org, folder, due_at, id)', byTitle],
  ['index on note (org, title, id) where folder is null', byTime],
  ['unique index on note (org, title)', byTime],
])('an index serves a sortable field, and the other is reported as a warning: %s', async (index, missing) => {
  expect(await unindexed([index])).toEqual([missing]);
});

test('an index that has the rows in another order than the list serves no sortable field', async () => {
  const useless = [
    'index on note (org, title)',
    'index on note (org, title, due_at)',
    'index on note (org, title) include (id)',
    'index on note (org, due_at desc, id)',
    'index on note (org, due_at nulls first, id)',
    'unique index on note (org, due_at)',
    'index on note (org, title text_pattern_ops, id)',
    'index on note (org, title collate "C", id)',
    'index on note (org, lower(title), id)',
    'index on note (title, org, id)',
    'index on note using brin (org, title, id)',
  ];
  expect(await unindexed(useless)).toEqual([byTitle, byTime]);
});

test('a rehearsed migration that fails is reported with its name and the reason', async () => {
  const faults = await rehearseMigrations({ plugin: pluginOf('Broken', 'title txt') }, servers.databaseUrl);
  expect(faults).toMatchObject([
    { code: 'MIGRATION_FAILED', message: expect.stringMatching(/1-create-note.*"txt" does not exist/) },
  ]);
});

const SearchedSchema = defineEntity({
  name: 'Note',
  properties: { ...tenantColumns, title: p.text(), ...searchable(['title'], { language: 'german' }) },
});
class Searched extends SearchedSchema.class {}
SearchedSchema.setClass(Searched);

function searchedBy(name: string, sql: readonly string[]): Plugin {
  const plugin = pluginOf(name, 'title text not null, other text');
  const search = defineMigration('2-search', { up: sql, down: [] });
  return { ...plugin, entities: [Searched], migrations: [...plugin.migrations, search] };
}

const [addGerman = '', indexGerman = ''] = addSearch('note', ['title'], { language: 'german' });

test.each([
  [
    'Blind',
    [],
    /no migration adds that to the table note\. .*addSearch\('note', \['title'\], \{ language: 'german' \}\).*alter table note/,
  ],
  [
    'Slow',
    [addGerman],
    /has no GIN index\. Add a migration with: create index note_search on note using gin/,
  ],
  ['English', addSearch('note', ['title']), /computed of title \(simple\)\. .*drop column search_text/],
  [
    'Other',
    addSearch('note', ['title', 'other'], { language: 'german' }),
    /computed of title, other \(german\)/,
  ],
])('a search that its migrations do not serve is refused with the SQL: %s', async (name, sql, message) => {
  await expect(migrateHere(searchedBy(name, sql))).rejects.toMatchObject({
    code: 'MIGRATION_MISSING',
    message: expect.stringMatching(message),
  });
});

test('a search that its migrations serve uses its index under row-level security', async () => {
  await migrateHere(searchedBy('Sighted', [addGerman, indexGerman]));
  const role = new pg.Client({ connectionString: urlOf('vault_sighted') });
  await role.connect();
  await owner.query(
    `insert into sighted.note select 'acme', gen_random_uuid(), 'Haus ' || at from generate_series(1, 2000) as at`,
  );
  await owner.query('analyze sighted.note');
  await role.query(`set vault.org = 'acme'`);
  const plan = await role.query(
    `explain select id from note where search_text @@ websearch_to_tsquery('pg_catalog.german', 'Haus 77')`,
  );
  expect(JSON.stringify(plan.rows)).toContain('note_search');
  await role.end();
});
