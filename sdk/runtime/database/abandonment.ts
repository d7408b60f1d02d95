import { VaultError, type Vault } from '@nimbusvault/sdk/kernel';

/** True once nobody waits for what is asked. */
export type Abandoned = () => boolean;

// By the manager, which a request has for itself: Apollo Server copies vaults.
const askers = new WeakMap<Vault['em'], Abandoned>();

/** From now on `refuseAbandoned` says when nobody waits any more for what this vault is for. */
export function followAsker({ em }: Vault, abandoned: Abandoned): void {
  askers.set(em, abandoned);
}

/** A change is finished, whoever waits for it. */
export function keepOn({ em }: Vault): void {
  askers.delete(em);
}

/** Throws GATEWAY_TIMEOUT where nobody waits any more. */
export function refuseAbandoned({ em }: Vault): void {
  if (!askers.get(em)?.()) return;
  throw new VaultError('GATEWAY_TIMEOUT', 'Nobody waits for this answer any more. Ask for less at once.');
}
