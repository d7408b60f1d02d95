import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityMetadata } from '@mikro-orm/postgresql';
import pg from 'pg';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { MigrationPlan, Plugin } from '@nimbusvault/sdk/internal';
import { entityMetadata } from './entityMetadata.ts';
import { migrationsTable, platformMigrations } from './platformMigrations.ts';
import { findUnsearchable } from './searchFaults.ts';

/** A difference between a plugin and its migrated schema; `file` is within the plugin's folder. */
export interface SchemaFault {
  readonly code: 'MIGRATION_EDITED' | 'MIGRATION_FAILED' | 'MIGRATION_MISSING';
  readonly file: string;
  readonly message: string;
  readonly fix: string;
}

/** A plugin, and the folder of its files if it is known. */
export interface PluginAt {
  readonly plugin: Plugin;
  readonly folder?: string | undefined;
}

/** Runs a query and returns its rows. */
export type Query = <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

export function queryOn(client: pg.Client): Query {
  return async (sql, values = []) => (await client.query(sql, [...values])).rows;
}

/** Throws the faults of a plugin, if there are any, with the code of the first. */
export function refuseFaults({ name }: Plugin, faults: readonly SchemaFault[]): void {
  const [first] = faults;
  if (!first) return;
  const sentences = faults.map(({ file, message, fix }) => `${file}: ${message}. ${fix}`);
  throw new VaultError(first.code, `${name}: ${sentences.join(' ')}`);
}

/** The file that defines a migration; the folder of migrations where it is not found. */
export function fileOf(migration: string, { folder }: PluginAt): string {
  const files = folder === undefined ? [] : globSync('migrations/*.ts', { cwd: folder });
  const defines = new RegExp(`['"\`]${RegExp.escape(migration)}['"\`]`);
  return files.find((file) => defines.test(readFileSync(join(folder ?? '', file), 'utf8'))) ?? 'migrations';
}

/** All migrations of a plugin's schema, in their order. */
export function plansOf({ migrations }: Plugin): readonly MigrationPlan[] {
  return [...platformMigrations, ...migrations];
}

/** The SQL that a migration runs, whatever its layout: a formatter may change the file. */
function checksumOf({ up }: MigrationPlan): string {
  const text = up.map((sql) => sql.trim().replaceAll(/\s+/g, ' ')).join(';\n');
  return createHash('sha256').update(text).digest('hex');
}

function tableIn(schema: string): string {
  return `${pg.escapeIdentifier(schema)}.${migrationsTable}`;
}

/** Migrations that ran with other SQL than they have now. Those of a version that recorded no checksums are not among them. */
export async function findEdited(at: PluginAt, query: Query): Promise<readonly SchemaFault[]> {
  const { schemaName: schema } = at.plugin;
  const ran = await readChecksums(schema, query);
  return plansOf(at.plugin)
    .filter((plan) => (ran.get(plan.name) ?? checksumOf(plan)) !== checksumOf(plan))
    .map(({ name }) => ({
      code: 'MIGRATION_EDITED',
      file: fileOf(name, at),
      message: `The migration ${name} was changed after it ran`,
      fix: `Restore its SQL, and make the change in a new migration. If only this database has run it, empty it: drop schema ${pg.escapeIdentifier(schema)} cascade.`,
    }));
}

interface Ran {
  readonly name: string;
  readonly checksum: string | null;
}

async function readChecksums(schema: string, query: Query): Promise<ReadonlyMap<string, string | null>> {
  const [found] = await query<{ table: string | null }>('select to_regclass($1) as table', [tableIn(schema)]);
  if (!found?.table) return new Map();
  const sql = `select name, to_jsonb(ran) ->> 'checksum' as checksum from ${tableIn(schema)} as ran`;
  const rows = await query<Ran>(sql);
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** Records the checksums of migrations that have none: those that ran now, and those of a version that recorded none. */
export async function recordChecksums(plugin: Plugin, query: Query): Promise<void> {
  const table = tableIn(plugin.schemaName);
  const now = plansOf(plugin).map((plan) => ({ name: plan.name, checksum: checksumOf(plan) }));
  await query(`alter table ${table} add column if not exists checksum text`);
  await query(
    `update ${table} as ran set checksum = now.checksum from json_to_recordset($1) as now(name text, checksum text)
      where ran.name = now.name and ran.checksum is null`,
    [JSON.stringify(now)],
  );
}

/** Columns of entities that a schema does not have, and searches that it does not serve. Types are not compared: a migration may choose among several that fit. */
export async function findMissing(
  plugin: Plugin,
  schema: string,
  query: Query,
): Promise<readonly SchemaFault[]> {
  const rows = await query<{ name: string }>(
    `select relname || '.' || attname as name from pg_attribute join pg_class c on c.oid = attrelid
      where relnamespace = to_regnamespace($1) and attnum > 0 and not attisdropped`,
    [pg.escapeIdentifier(schema)],
  );
  const made = new Set(rows.map(({ name }) => name));
  const entities = await entityMetadata(plugin);
  const missing = columnsOf(entities)
    .filter(({ table, column }) => !made.has(`${table}.${column}`))
    .map(({ entity, table, column }): SchemaFault => ({
      code: 'MIGRATION_MISSING',
      file: `entities/${entity}.ts`,
      message: `${entity} has the column ${column}, but no migration adds it to the table ${table}`,
      fix: 'Add a migration to migrations/, and list it in definePlugin.',
    }));
  return [...missing, ...(await findUnsearchable(entities, schema, query))];
}

interface Column {
  readonly entity: string;
  /** The property of the entity. */
  readonly field: string;
  readonly table: string;
  readonly column: string;
}

/** The columns that entities read and write. */
export function columnsOf(entities: readonly EntityMetadata[]): readonly Column[] {
  return entities.flatMap(({ className: entity, tableName: table, props }) =>
    props
      .filter(({ persist, columnTypes, formula }) => persist !== false && columnTypes?.length && !formula)
      .flatMap(({ name: field, fieldNames }) =>
        fieldNames.map((column) => ({ entity, field, table, column })),
      ),
  );
}
