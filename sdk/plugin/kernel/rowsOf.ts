import type { Vault } from './vault.ts';

/** Runs a statement in the vault's open transaction, and returns its rows. */
export function rowsOf<Row>(
  sql: string,
  values: readonly unknown[],
  { em }: Pick<Vault, 'em'>,
): Promise<Row[]> {
  return em.getConnection().execute<Row[]>(sql, [...values], 'all', em.getTransactionContext());
}
