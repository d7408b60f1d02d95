import type { Migration } from '@mikro-orm/migrations';
import type { Constructor } from '@mikro-orm/postgresql';
import pg from 'pg';
import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import type { MigrationPlan, Plugin } from '@nimbusvault/sdk/internal';
import { migrationsTable } from './platformMigrations.ts';
import { findEdited, findMissing, plansOf, queryOn, recordChecksums, refuseFaults } from './schemaFaults.ts';

const longestStatement = '15s';
const longestPause = '60s';

/** The owner's URL may create schemas and roles; the runtime URL names the role and password that the plugin gets. */
export interface MigrationUrls {
  readonly owner: string;
  readonly runtime: string;
}

/**
 * Makes the plugin's schema and its runtime role, then runs what is missing of its migrations. Safe to repeat. Throws
 * MIGRATION_EDITED before anything runs if one that ran has other SQL now, and MIGRATION_MISSING if an entity has a column
 * that none of them makes. `folder` is that of the plugin's files: errors name them.
 */
export async function migrate(plugin: Plugin, urls: MigrationUrls, folder?: string): Promise<void> {
  const { schemaName: schema } = plugin;
  const owner = new pg.Client({ connectionString: urls.owner });
  await owner.connect();
  const query = queryOn(owner);
  try {
    await provision(owner, plugin, urls);
    refuseFaults(plugin, await findEdited({ plugin, folder }, query));
    await runMissing(plugin, urls);
    await recordChecksums(plugin, query);
    await query(keepRecord(schema, urls));
    refuseFaults(plugin, await findMissing(plugin, schema, query));
  } finally {
    await owner.end();
  }
}

async function runMissing(plugin: Plugin, urls: MigrationUrls): Promise<void> {
  const { name, schemaName: schema } = plugin;
  const { MikroORM } = await import('@mikro-orm/postgresql'); // most verbs of the command line migrate nothing
  const { Migration, Migrator } = await import('@mikro-orm/migrations');
  const migrationsList = plansOf(plugin).map((plan) => migrationOf(plan, Migration));
  const orm = await MikroORM.init({
    clientUrl: urls.owner,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    extensions: [Migrator],
    migrations: { schema, tableName: migrationsTable, migrationsList, snapshot: false, silent: true },
  });
  try {
    await orm.migrator.up();
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new VaultError('MIGRATION_FAILED', `${name} cannot be migrated: ${reason}`, { cause });
  } finally {
    await orm.close();
  }
}

function migrationOf(
  plan: MigrationPlan,
  Base: typeof Migration,
): { name: string; class: Constructor<Migration> } {
  return {
    name: plan.name,
    class: class extends Base {
      override up(): void {
        for (const sql of plan.up) this.addSql(sql);
      }

      override down(): void {
        for (const sql of plan.down) this.addSql(sql);
      }
    },
  };
}

/** The runtime role reads the list of migrations; it cannot change it. */
function keepRecord(schema: string, { runtime }: MigrationUrls): string {
  const [table, role] = [migrationsTable, decodeURIComponent(new URL(runtime).username)].map(
    pg.escapeIdentifier,
  );
  return `revoke insert, update, delete on ${pg.escapeIdentifier(schema)}.${table} from ${role}`;
}

async function provision(owner: pg.Client, plugin: Plugin, { runtime }: MigrationUrls): Promise<void> {
  const { username, password } = new URL(runtime);
  const role = { role: username, password: decodeURIComponent(password) };
  await owner.query('begin');
  await owner.query(`select pg_advisory_xact_lock(hashtext('nimbusvault provision'))`);
  for (const sql of provisionSql(owner, plugin.schemaName, role)) await owner.query(sql);
  if (plugin.name !== coreName) await owner.query(limitSql(owner, username));
  await owner.query('commit');
}

/** A plugin that takes all connections that it may leaves core's. A limit that an operator has set stays. */
function limitSql(client: pg.Client, roleName: string): string {
  const [name, role] = [client.escapeLiteral(roleName), client.escapeIdentifier(roleName)];
  return `do $$ begin
    if (select rolconnlimit from pg_roles where rolname = ${name}) = -1 then
      execute format('alter role ${role} connection limit %s', current_setting('max_connections')::int * 2 / 5);
    end if; end $$`;
}

/** Has an effect if the database belongs to the owner, as it should. */
function onOwnDatabase(sql: string): string {
  return `do $$ begin execute format('${sql}', current_database()); exception when insufficient_privilege then null; end $$`;
}

/**
 * Under row-level security PostgreSQL uses an index only for what reveals nothing of rows that it hides. A comparison of a text with words
 * does not: it answers true or false, and raises no error about a text. To say so takes a superuser; without it, each row of the org is read.
 */
const searchByIndex = `do $$ begin
    if not (select proleakproof from pg_proc where oid = 'pg_catalog.ts_match_vq'::regproc) then
      alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;
    end if;
  exception when insufficient_privilege then null; end $$`;

function provisionSql(
  client: pg.Client,
  schemaName: string,
  { role: roleName, password }: { role: string; password: string },
): readonly string[] {
  const role = client.escapeIdentifier(roleName);
  const schema = client.escapeIdentifier(schemaName);
  return [
    `do $$ begin create role ${role} login nobypassrls; exception when duplicate_object then null; end $$`,
    `alter role ${role} with login nobypassrls nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
    onOwnDatabase('revoke temporary on database %I from public'),
    `create schema if not exists ${schema}`,
    `grant usage on schema ${schema} to ${role}`,
    `alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${role}`,
    searchByIndex,
    `alter role ${role} set statement_timeout = '${longestStatement}'`,
    `alter role ${role} set idle_in_transaction_session_timeout = '${longestPause}'`,
    `do $$ begin execute format('alter role ${role} in database %I set search_path = ${schema}', current_database()); end $$`,
  ];
}
