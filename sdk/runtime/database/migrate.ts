import type { Migration } from '@mikro-orm/migrations';
import type { Constructor } from '@mikro-orm/postgresql';
import pg from 'pg';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { MigrationPlan, Plugin } from '@nimbusvault/sdk/internal';
import { migrationsTable, platformMigrations } from './platformMigrations.ts';

const longestStatement = '15s';
const longestPause = '60s';

/** The owner's URL may create schemas and roles; the runtime URL names the role and password that the plugin gets. */
export interface MigrationUrls {
  readonly owner: string;
  readonly runtime: string;
}

/** Makes the plugin's schema and its runtime role, then runs what is missing of its migrations. Safe to repeat. */
export async function migrate(plugin: Plugin, urls: MigrationUrls): Promise<void> {
  await provision(plugin.schemaName, urls);
  const { MikroORM } = await import('@mikro-orm/postgresql'); // most verbs of the command line migrate nothing
  const { Migration, Migrator } = await import('@mikro-orm/migrations');
  const asMigration = (plan: MigrationPlan) => migrationOf(plan, Migration);
  const orm = await MikroORM.init({
    clientUrl: urls.owner,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    extensions: [Migrator],
    migrations: {
      schema: plugin.schemaName,
      tableName: migrationsTable,
      migrationsList: [...platformMigrations, ...plugin.migrations].map(asMigration),
      snapshot: false,
      silent: true,
    },
  });
  try {
    await orm.migrator.up();
    await orm.em.execute(keepRecord(plugin.schemaName, urls));
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new VaultError('PLUGIN_INVALID', `${plugin.name} cannot be migrated: ${reason}`, { cause });
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

async function provision(schema: string, { owner, runtime }: MigrationUrls): Promise<void> {
  const { username, password } = new URL(runtime);
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('nimbusvault provision'))`);
    for (const sql of provisionSql(client, schema, {
      role: username,
      password: decodeURIComponent(password),
    })) {
      await client.query(sql);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Has an effect if the database belongs to the owner, as it should. */
function onOwnDatabase(sql: string): string {
  return `do $$ begin execute format('${sql}', current_database()); exception when insufficient_privilege then null; end $$`;
}

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
    `alter role ${role} set statement_timeout = '${longestStatement}'`,
    `alter role ${role} set idle_in_transaction_session_timeout = '${longestPause}'`,
    `do $$ begin execute format('alter role ${role} in database %I set search_path = ${schema}', current_database()); end $$`,
  ];
}
