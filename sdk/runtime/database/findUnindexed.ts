import pg from 'pg';
import { isSortable, type Plugin } from '@nimbusvault/sdk/internal';
import { entityMetadata } from './entityMetadata.ts';
import { columnsOf, type Query } from './schemaFaults.ts';

/** A sortable field without an index; lists work, and are slow once they are long. */
export interface Unindexed {
  readonly code: 'INDEX_MISSING';
  readonly severity: 'warning';
  readonly file: string;
  readonly message: string;
  readonly fix: string;
}

/** The fields by which the plugin's schema lets callers sort a list, and for which no index of a schema begins with the org and their column. */
export async function findUnindexed(
  plugin: Plugin,
  schema: string,
  query: Query,
): Promise<readonly Unindexed[]> {
  const rows = await query<{ name: string }>(indexedSql, [pg.escapeIdentifier(schema)]);
  const indexed = new Set(rows.map(({ name }) => name));
  return columnsOf(await entityMetadata(plugin))
    .filter(({ entity, field }) => isSortable(plugin.typeDefs, entity, field))
    .filter(({ table, column }) => !indexed.has(`${table}.${column}`))
    .map(({ entity, field, table, column }) => ({
      code: 'INDEX_MISSING',
      severity: 'warning',
      file: `entities/${entity}.ts`,
      message: `Callers may sort by ${entity}.${field}, and no index serves it: each page sorts all rows of the organization`,
      fix: `Add a migration: create index ${table}_by_${column} on ${table} (org, ${column}, id). Or take it out of sortable.`,
    }));
}

const indexedSql = `
  select c.relname || '.' || a.attname as name from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_attribute o on o.attrelid = c.oid and o.attnum = i.indkey[0] and o.attname = 'org'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[1]
   where c.relnamespace = to_regnamespace($1)`;
