import type { EntityMetadata } from '@mikro-orm/postgresql';
import pg from 'pg';
import { addSearch, searchedOf } from '@nimbusvault/sdk/internal';
import type { SearchedText } from '@nimbusvault/sdk/kernel';
import type { Query, SchemaFault } from './schemaFaults.ts';

/** The column that PostgreSQL computes for an entity, and how. */
interface Computed {
  readonly table: string;
  readonly isGenerated: boolean;
  readonly isIndexed: boolean;
  readonly columns: readonly string[];
  readonly languages: readonly string[];
}

interface SearchedTable {
  readonly entity: string;
  readonly table: string;
  readonly columns: readonly [string, ...string[]];
  readonly language: SearchedText['language'];
}

const computedSql = `
  select relname as table, attgenerated = 's' as "isGenerated",
         exists (select from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am on pg_am.oid = x.relam
                  where i.indrelid = c.oid and amname = 'gin' and a.attnum = any (i.indkey) and indpred is null) as "isIndexed",
         array(select source.attname::text from pg_attrdef d
                 join pg_depend p on p.classid = 'pg_attrdef'::regclass and p.objid = d.oid and p.refobjid = c.oid and p.refobjsubid <> a.attnum
                 join pg_attribute source on source.attrelid = c.oid and source.attnum = p.refobjsubid
                where d.adrelid = c.oid and d.adnum = a.attnum) as columns,
         array(select distinct (regexp_matches(pg_get_expr(d.adbin, d.adrelid), '''(?:pg_catalog\\.)?(\\w+)''::regconfig', 'g'))[1]
                 from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum) as languages
    from pg_class c join pg_attribute a on attrelid = c.oid
   where relnamespace = to_regnamespace($1) and attname = 'search_text' and not attisdropped`;

/** Searchable entities whose table has no column and index for it, or one that is computed in another way. */
export async function findUnsearchable(
  entities: readonly EntityMetadata[],
  schema: string,
  query: Query,
): Promise<readonly SchemaFault[]> {
  const searched = entities.flatMap(searchedTable);
  if (searched.length === 0) return [];
  const rows = await query<Computed>(computedSql, [pg.escapeIdentifier(schema)]);
  const computed = new Map(rows.map((row) => [row.table, row]));
  return searched.flatMap((wanted) => {
    const fault = faultOf(wanted, computed.get(wanted.table));
    return fault ? [{ code: 'MIGRATION_MISSING', file: `entities/${wanted.entity}.ts`, ...fault }] : [];
  });
}

function searchedTable({
  class: entity,
  className,
  tableName: table,
  properties,
}: EntityMetadata): SearchedTable[] {
  const searched = searchedOf(entity);
  if (!searched) return [];
  const fields: Record<string, { readonly fieldNames: string[] }> = properties;
  const columns = searched.fields.map((field) => fields[field]?.fieldNames[0] ?? field);
  return [
    { entity: className, table, columns: columns as [string, ...string[]], language: searched.language },
  ];
}

function faultOf(
  wanted: SearchedTable,
  computed: Computed | undefined,
): Pick<SchemaFault, 'message' | 'fix'> | undefined {
  const { entity, table, columns, language } = wanted;
  const isSearchable = `${entity} is searchable by ${columns.join(', ')} (${language})`;
  const [add, index] = addSearch(table, columns, { language: language as 'simple' });
  const call = `...addSearch('${table}', [${columns.map((column) => `'${column}'`).join(', ')}], { language: '${language}' })`;
  const how = (statements: readonly (string | undefined)[]) =>
    `Add a migration with ${call}, which is: ${statements.join('; ')}.`;
  if (!computed)
    return {
      message: `${isSearchable}, but no migration adds that to the table ${table}`,
      fix: how([add, index]),
    };
  if (!isComputedOf(wanted, computed))
    return {
      message: `${isSearchable}, but the column search_text of the table ${table} is computed of ${computed.columns.join(', ') || 'nothing'} (${computed.languages.join(', ')})`,
      fix: how([`alter table ${table} drop column search_text`, add, index]).replace(
        'with',
        'that drops the column and adds it anew, with',
      ),
    };
  if (!computed.isIndexed)
    return {
      message: `${isSearchable}, but its column search_text has no GIN index`,
      fix: `Add a migration with: ${index}.`,
    };
  return undefined;
}

function isComputedOf({ columns, language }: SearchedTable, computed: Computed): boolean {
  const isOfLanguage = isSame([language], computed.languages);
  return computed.isGenerated && isOfLanguage && isSame(columns, computed.columns);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join();
}
