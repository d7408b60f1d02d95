import type { HostedVault, Vault } from '../kernel/index.ts';
import type { HookHandler } from './defineHook.ts';
import { deliver } from './deliver.ts';
import { stateOf, type Delivery, type DeliveryMeans, type Handled } from './delivery.ts';
import { asHandling, handlingOf } from './handleOnce.ts';
import { claimMessages, keyOf, readWaits, type InboxCall } from './inbox.ts';
import { writeOutbox } from './outbox.ts';
import { hears, readHeard } from './onEvery.ts';
import { NotShareable, sharedManager } from './sharedManager.ts';

/** The outcome of several messages for their handlers, and whether one transaction did it. */
interface Together {
  readonly handled: readonly (readonly Handled[])[];
  readonly together: boolean;
}

/** One handler's call with one message. */
interface Call extends InboxCall {
  readonly hookHandler: HookHandler;
  readonly payload: unknown;
}

const settled: Handled = { state: 'settled' };
const solitary = new WeakSet<HookHandler>();

/**
 * Delivers messages of one org to their handlers, in one transaction if possible. If a handler throws, that transaction is
 * rolled back and each message is delivered alone: only that counts as a try.
 */
export async function deliverTogether(
  deliveries: readonly Delivery[],
  handlers: readonly HookHandler[],
  means: DeliveryMeans,
): Promise<Together> {
  const handled = deliveries.length > 1 && (await tryTogether(deliveries, handlers, means));
  if (handled) return { handled, together: true };
  const alone = deliveries.map((delivery) => deliver(delivery, handlers, means));
  return { handled: await Promise.all(alone), together: deliveries.length === 1 };
}

async function tryTogether(
  deliveries: readonly Delivery[],
  handlers: readonly HookHandler[],
  { inTransaction }: DeliveryMeans,
): Promise<Together['handled'] | undefined> {
  const calls = deliveries.map((delivery) => callsOf(delivery, handlers));
  const [first] = deliveries;
  if (!first || !calls.every((each) => each !== undefined)) return undefined;
  try {
    const states = await inTransaction(first, (vault) => handleAll(calls.flat(), vault));
    return calls.map((each) => each.map((call) => states.get(call) ?? settled));
  } catch {
    return undefined; // it is logged, and counted, if it happens again
  }
}

/** Returns undefined for a message that must be delivered alone. */
function callsOf(delivery: Delivery, handlers: readonly HookHandler[]): readonly Call[] | undefined {
  const ofType = handlers.filter((each) => hears(each, delivery));
  if (delivery.only || ofType.some((handler) => solitary.has(handler))) return undefined;
  const calls = ofType.flatMap((handler) => {
    const payload = readHeard(handler, delivery);
    const call = { delivery, handler: handler.name, whenOff: handler.whenOff };
    return payload.success ? { ...call, hookHandler: handler, payload: payload.data } : [];
  });
  return calls.length === ofType.length ? calls : undefined;
}

/** The outcome of each call that was not made now. */
async function handleAll(calls: readonly Call[], vault: Vault): Promise<ReadonlyMap<Call, Handled>> {
  const claimed = await claimMessages(calls, vault);
  const shared = { ...vault, em: sharedManager(vault.em) };
  const handling = claimed.map((call) => handle(call, shared));
  await Promise.allSettled(handling); // wait for all of them before the transaction ends under any of them
  const vaults = await Promise.all(handling);
  await vault.em.flush();
  for (const said of vaults) await writeOutbox({ ...said, em: vault.em });
  const others = calls.filter((call) => !claimed.includes(call));
  const waitOf = await readWaits(others, vault);
  return new Map(others.map((call) => [call, stateOf(waitOf(call))]));
}

/** The vault that the handler received, with the messages that it sent. */
async function handle(call: Call, shared: HostedVault): Promise<HostedVault> {
  const { delivery, hookHandler, payload } = call;
  const { tenant, requestId } = delivery;
  const vault = handlingOf(call, { ...shared, ...tenant, requestId, transaction: { outbox: [] } });
  try {
    await asHandling(keyOf(call), vault, () => hookHandler.handle(payload, vault));
    return vault;
  } catch (failure) {
    if (failure instanceof NotShareable) solitary.add(hookHandler);
    throw failure;
  }
}
