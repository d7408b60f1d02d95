import { derive, type HostedVault, type OutgoingMessage, type Vault } from '../kernel/index.ts';

/** Opens a transaction for the vault's org, on a fresh identity map; hooks fired in it are collected in `outbox`. */
export async function inTransaction<T>(
  vault: HostedVault,
  outbox: OutgoingMessage[],
  work: (open: HostedVault) => Promise<T>,
): Promise<T> {
  return vault.em.transactional(
    (em) => work(derive(vault, { em, transaction: { outbox }, beforeOutside: undefined })),
    { clear: true },
  );
}

/** The vault of the steps of a run. */
export function ofRun({ id: run }: { readonly id: string }, vault: Vault): HostedVault {
  const stepping: HostedVault = { ...vault, run };
  return stepping;
}
