import { handlings, noteActivity, VaultError, type HostedVault, type Tenant } from '../kernel/index.ts';
import { stateOf, type Handled } from './delivery.ts';
import { claimMessage, hungCode, readWait, type Claim, type InboxKey } from './inbox.ts';
import { writeOutbox } from './outbox.ts';

/** Handles the message in the open transaction, unless it is already handled or not due yet. */
export async function handleOnce(
  key: HandlingKey,
  handle: (handling: HostedVault) => Promise<unknown>,
  vault: HostedVault,
): Promise<Handled> {
  const claim = await claimMessage(key, vault);
  if (!claim) return stateOf(await readWait(key, vault));
  refuseHung(key, claim);
  await asHandling(key, vault, () => handle(handlingOf(key, vault)));
  await writeOutbox(vault);
  return { state: 'settled' };
}

/** A handler's row for one message, and the message's time and sender. */
type HandledKey = InboxKey & { readonly time: Date; readonly source: string };

/** With the number of tries. */
type HandlingKey = HandledKey & { readonly tries: number };

/** Runs a handler's code so that the message is known as its own, should it hang. */
export function asHandling<T>(
  key: InboxKey & { readonly run?: string },
  { org }: Pick<Tenant, 'org'>,
  work: () => T,
): T {
  const { messageId, handler, run } = key;
  noteActivity(`handler ${handler} with message ${messageId} for ${org}`);
  return handlings.run({ org, messageId, handler, run }, work);
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
  { messageId, handler, time, source }: HandledKey,
  vault: HostedVault,
): HostedVault {
  return { ...vault, handling: { messageId, handler, time, source } };
}
