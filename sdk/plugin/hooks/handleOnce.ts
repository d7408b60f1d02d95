import { handlings, noteActivity, VaultError, type HostedVault, type Tenant } from '../kernel/index.ts';
import { stateOf, type Delivery, type Handled } from './delivery.ts';
import {
  claimMessage,
  hungCode,
  keyOf,
  readWaits,
  type Claim,
  type InboxCall,
  type InboxKey,
} from './inbox.ts';
import { writeOutbox } from './outbox.ts';

/**
 * Handles the message in the open transaction, unless it is already handled or not due yet, or has to wait until the plugin is on
 * for the organization. `tries` is the number of tries of the handler.
 */
export async function handleOnce(
  call: InboxCall & { readonly tries: number },
  handle: (handling: HostedVault) => Promise<unknown>,
  vault: HostedVault,
): Promise<Handled> {
  const claim = await claimMessage(call, vault);
  if (!claim) return stateOf((await readWaits([call], vault))(call));
  refuseHung(call, claim);
  await asHandling(keyOf(call), vault, () => handle(handlingOf(call, vault)));
  await writeOutbox(vault);
  return { state: 'settled' };
}

/** Runs a handler's code so that the message is known as its own, should it hang. */
export function asHandling<T>(
  key: InboxKey & { readonly run?: string },
  { org }: Pick<Tenant, 'org'>,
  work: () => T,
): T {
  const { messageId, handler, run } = key;
  noteActivity(`handler ${handler} with message ${messageId} for ${org}`);
  return handlings.run({ org, message: { messageId, handler, run } }, work);
}

/** The last try of a handler that hangs ends with its process: the next delivery throws HANDLER_HUNG. */
export function refuseHung(
  { handler, tries }: { readonly handler: string; readonly tries: number },
  { code, attempts }: Claim,
): void {
  if (code !== hungCode || attempts < tries) return;
  throw new VaultError(hungCode, `${handler} hung its process in each of its ${tries} tries.`);
}

/** The vault, with the message that is handled. */
export function handlingOf(
  { delivery, handler }: { readonly delivery: Delivery; readonly handler: string },
  vault: HostedVault,
): HostedVault {
  const { id: messageId, time, source } = delivery;
  return { ...vault, handling: { messageId, handler, time, source } };
}
