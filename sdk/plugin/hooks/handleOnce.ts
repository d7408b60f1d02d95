import { noteActivity, type HostedVault } from '../kernel/index.ts';
import { stateOf, type Handled } from './delivery.ts';
import { claimMessage, readWait, type InboxKey } from './inbox.ts';
import { writeOutbox } from './outbox.ts';

/** Handles the message in the open transaction, unless it is already handled or not due yet. */
export async function handleOnce(
  key: HandlingKey,
  handle: (handling: HostedVault) => Promise<unknown>,
  vault: HostedVault,
): Promise<Handled> {
  if (!(await claimMessage(key, vault))) return stateOf(await readWait(key, vault));
  noteActivity(`handler ${key.handler} with message ${key.messageId} for ${vault.org}`);
  await handle(handlingOf(key, vault));
  await writeOutbox(vault);
  return { state: 'settled' };
}

/** A handler's row for one message, and the time of the message. */
type HandlingKey = InboxKey & { readonly time: Date };

/** The vault, with the message that is handled. */
export function handlingOf({ messageId, handler, time }: HandlingKey, vault: HostedVault): HostedVault {
  return { ...vault, handling: { messageId, handler, time } };
}
