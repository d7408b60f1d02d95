import { VaultError, type HostedVault } from '../kernel/index.ts';

/** Refuses a user who has left, in the open transaction. What admits them holds back a revocation until it ends. */
export function admit(open: HostedVault): Promise<void> | undefined {
  const admission = open.userId === null ? undefined : open.access?.admit(open.userId, open);
  admission?.catch(() => {}); // it is awaited before the transaction commits
  return admission;
}

export function isRevoked(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'ACCESS_REVOKED';
}
