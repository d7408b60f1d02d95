import { raw, type SqlEntityManager } from '@mikro-orm/postgresql';
import type { ListsOfEach, PageHost, Vault } from '@nimbusvault/sdk/kernel';
import { columnOf, run } from './statement.ts';

/** Lists by PostgreSQL: one statement for all of them, of which each is read by its index. */
export const pagesInPostgres: PageHost = {
  async firstIds(query, vault) {
    const { sql, params } = builderOf(query, vault)
      .select(raw('row.id'))
      .andWhere(`row.${columnOf(query, query.field, vault)} = wanted.value::${typeOf(query, vault)}`)
      .orderBy(query.order as never)
      .limit(query.limit)
      .toQuery();
    const list = `jsonb_array_elements_text(?::jsonb) as wanted (value)`;
    const statement = `select page.id from ${list}, lateral (${sql}) as page`;
    const rows = await run<{ id: string }>(
      { sql: statement, values: [JSON.stringify(query.values), ...params] },
      vault,
    );
    return rows.map(({ id }) => id);
  },
  async counts(query, vault) {
    const column = columnOf(query, query.field, vault);
    const { sql, params } = builderOf(query, vault)
      .select([raw(`row.${column} as value`), raw('count(*) as number')])
      .andWhere({ [query.field]: { $in: query.values } } as never)
      .groupBy(raw(`row.${column}`) as never)
      .toQuery();
    const rows = await run<{ value: string; number: string }>({ sql, values: params }, vault);
    return new Map(rows.map(({ value, number }) => [value, Number(number)]));
  },
};

function builderOf({ entity, filter }: ListsOfEach, { em }: Vault) {
  return (em as SqlEntityManager).createQueryBuilder(entity, 'row').where(filter as never);
}

function typeOf({ entity, field }: ListsOfEach, { em }: Vault): string {
  const properties: Record<string, { readonly columnTypes: string[] } | undefined> =
    em.getMetadata(entity).properties;
  return properties[field]?.columnTypes[0] ?? 'text';
}
