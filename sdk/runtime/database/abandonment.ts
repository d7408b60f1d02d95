import { VaultError, type Vault } from '@nimbusvault/sdk/kernel';

/** True once nobody waits for the answer. */
export type Abandoned = () => boolean;

// By the manager, which a request has for itself: Apollo Server copies vaults.
const askers = new WeakMap<Vault['em'], Abandoned>();

/** From now on `refuseAbandoned` reports when nobody waits for the work of this vault any more. */
export function followAsker({ em }: Vault, abandoned: Abandoned): void {
  askers.set(em, abandoned);
}

/** A change is finished, whether anybody waits for it or not. */
export function keepOn({ em }: Vault): void {
  askers.delete(em);
}

/** Throws GATEWAY_TIMEOUT if nobody waits any more. */
export function refuseAbandoned({ em }: Vault): void {
  if (!askers.get(em)?.()) return;
  throw new VaultError('GATEWAY_TIMEOUT', 'Nobody waits for this answer any more. Ask for less at once.');
}
