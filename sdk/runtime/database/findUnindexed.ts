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

/** The fields by which the plugin's schema lets callers sort a list, and in whose order no index of a schema has the rows of an organization. */
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
      message: `Callers may sort by ${entity}.${field}, and no index has that order: each page sorts all rows of the organization, or all with an equal value`,
      fix: `Add a migration: create index ${table}_by_${column} on ${table} (org, ${column}, id). Or take it out of sortable.`,
    }));
}

/**
 * The columns that follow the org in a valid b-tree, in an order that a list can have: both ascending or both descending, with
 * nulls as the greatest, and with the id behind them, unless no two rows have the same value. The conditions of the author's own query are not
 * known: any columns between, and any condition of the index, are taken for them.
 */
const indexedSql = `
  with key as (
    select i.indexrelid, c.relname, a.attname, a.attnotnull, at, i.indoption[at] as direction,
           at = i.indnkeyatts - 1 and i.indisunique as is_unique,
           i.indoption[at] in (0, 3) and o.opcdefault and i.indcollation[at] = a.attcollation as is_plain
      from pg_index i
      join pg_class c on c.oid = i.indrelid and c.relnamespace = to_regnamespace($1)
      join pg_class x on x.oid = i.indexrelid
      join pg_am m on m.oid = x.relam and m.amname = 'btree'
     cross join lateral generate_series(0, i.indnkeyatts - 1) as at
      join pg_opclass o on o.oid = i.indclass[at]
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[at]
     where i.indisvalid)
  select key.relname || '.' || key.attname as name from key
    join key org on org.indexrelid = key.indexrelid and org.at = 0 and org.attname = 'org'
    left join key next on next.indexrelid = key.indexrelid and next.at = key.at + 1
   where key.is_plain
     and (key.attname = 'id' or (key.is_unique and key.attnotnull)
       or (next.attname = 'id' and next.is_plain and next.direction = key.direction))`;
