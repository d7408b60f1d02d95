import type { HostedVault, OutgoingMessage } from '../kernel/index.ts';

/** Opens a transaction for the vault's org, on a fresh identity map; what is fired in it gathers in `outbox`. */
export async function inTransaction<T>(
  vault: HostedVault,
  outbox: OutgoingMessage[],
  work: (open: HostedVault) => Promise<T>,
): Promise<T> {
  return vault.em.transactional((em) => work({ ...vault, em, transaction: { outbox } }), { clear: true });
}
