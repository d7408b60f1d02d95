import { VaultError } from './errors.ts';
import type { Vault } from './vault.ts';

const variable = 'vault.org';

/** The session of an entity manager for an org: row-level security shows it that org's rows alone. */
export function sessionOf(org: string) {
  return { session: { variables: { [variable]: org } } };
}

/** Throws FORBIDDEN if the vault's org is not the one whose rows its `em` sees; `what` begins the sentence. */
export function refuseOtherOrg(what: string, { org, em }: Vault): void {
  const own = em.getSessionContext()?.variables?.[variable];
  if (org === own) return;
  throw new VaultError(
    'FORBIDDEN',
    `${what} for ${org}, but the transaction belongs to ${String(own)}. Pass on the vault that you received, unchanged.`,
  );
}
