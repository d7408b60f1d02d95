import { VaultError } from './errors.ts';
import type { HttpSite } from './derive.ts';

/** Throws TRANSACTION_OPEN: a transaction that waits for an outside system would hold its locks and its connection meanwhile. */
export async function refuseOpenTransaction({ em, beforeOutside }: HttpSite): Promise<void> {
  if (beforeOutside) return beforeOutside();
  if (!em.isInTransaction()) return;
  throw new VaultError(
    'TRANSACTION_OPEN',
    'An outside system cannot be called while a transaction is open. Enqueue a task that calls it, or call it in an external step.',
  );
}
