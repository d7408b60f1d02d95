import type { EntityClass, EntityProperty } from '@mikro-orm/core';
import type { Vault } from '@nimbusvault/sdk/kernel';

/** A part of a statement, with the values of its placeholders. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Runs it in the transaction of the vault, or in one of its own: the org is set for a transaction. */
export async function run<Row>({ sql, values }: Sql, { em }: Vault): Promise<readonly Row[]> {
  const open = em.isInTransaction() ? em.getTransactionContext() : undefined;
  return em.withSessionContext(open, (context) =>
    em.getConnection().execute<Row[]>(sql, [...values], 'all', context),
  );
}

/** The column of a property. */
export function columnOf(
  { entity }: { readonly entity: EntityClass<object> },
  name: string,
  { em }: Vault,
): string {
  const properties: Record<string, EntityProperty> = em.getMetadata(entity).properties;
  return properties[name]?.fieldNames[0] ?? name;
}
