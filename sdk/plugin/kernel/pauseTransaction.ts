import { rowsOf } from './rowsOf.ts';
import type { Vault } from './vault.ts';

/**
 * Whether the open transaction has written. The drivers know this statement, and end a transaction that has not: it takes
 * a connection again with its next statement.
 */
export const pausing = 'select pg_current_xact_id_if_assigned() is not null as written';

/** Ends the open transaction until its next statement, if nothing was written in it; returns whether something was. */
export async function pauseTransaction({ em }: Pick<Vault, 'em'>): Promise<boolean> {
  if (!em.isInTransaction()) return false;
  const [row] = await rowsOf<{ written: boolean }>(pausing, [], { em });
  return row?.written ?? false;
}
