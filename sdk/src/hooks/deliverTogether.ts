import type { Vault } from '../kernel/index.ts';
import { hookType, type HookHandler } from './defineHook.ts';
import { deliver } from './deliver.ts';
import type { Delivery, DeliveryMeans, Handled } from './delivery.ts';
import { claimMessages, readWait, type InboxKey } from './inbox.ts';
import { writeOutbox } from './outbox.ts';
import { NotShareable, sharedManager } from './sharedManager.ts';

/** How several messages stand with their handlers, and whether one transaction did it. */
export interface Together {
  readonly handled: readonly (readonly Handled[])[];
  readonly together: boolean;
}

/** One handler's turn with one message. */
interface Call {
  readonly key: InboxKey;
  readonly delivery: Delivery;
  readonly handler: HookHandler;
  readonly payload: unknown;
}

const settled: Handled = { state: 'settled' };
const solitary = new WeakSet<HookHandler>();

/**
 * Hands messages of one org to their handlers, in one transaction where that can be. Where anything throws nothing of it
 * has happened, and each message is delivered alone: only that counts as a try.
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
    return undefined; // it is told, and counted, where it happens again
  }
}

/** Undefined for a message that has to go alone. */
function callsOf(delivery: Delivery, handlers: readonly HookHandler[]): readonly Call[] | undefined {
  const ofType = handlers.filter(({ hook }) => hookType(hook.name, hook.version) === delivery.type);
  if (delivery.only || ofType.some((handler) => solitary.has(handler))) return undefined;
  const calls = ofType.flatMap((handler) => {
    const payload = handler.hook.payload.safeParse(delivery.data);
    const key = { messageId: delivery.id, handler: handler.name };
    return payload.success ? { key, delivery, handler, payload: payload.data } : [];
  });
  return calls.length === ofType.length ? calls : undefined;
}

/** How each call stands that was not made now. */
async function handleAll(calls: readonly Call[], vault: Vault): Promise<ReadonlyMap<Call, Handled>> {
  const keys = calls.map(({ key }) => key);
  const isClaimed = await claimMessages(keys, vault);
  const em = sharedManager(vault.em);
  const handling = calls.filter(({ key }) => isClaimed(key)).map((call) => handle(call, { ...vault, em }));
  // All of them, before the transaction ends under somebody's hands.
  const failed = (await Promise.allSettled(handling)).find(({ status }) => status === 'rejected');
  if (failed) await Promise.all(handling);
  await vault.em.flush();
  for (const said of await Promise.all(handling)) await writeOutbox({ ...said, em: vault.em });
  const states = new Map<Call, Handled>();
  for (const call of calls) if (!isClaimed(call.key)) states.set(call, await standOf(call.key, vault));
  return states;
}

/** The vault that the handler had, with what it said. */
async function handle({ delivery, handler, payload }: Call, shared: Vault): Promise<Vault> {
  const { tenant, requestId } = delivery;
  const vault = { ...shared, ...tenant, requestId, transaction: { outbox: [] } };
  try {
    await handler.handle(payload, vault);
    return vault;
  } catch (failure) {
    if (failure instanceof NotShareable) solitary.add(handler);
    throw failure;
  }
}

async function standOf(key: InboxKey, vault: Vault): Promise<Handled> {
  const waitMs = await readWait(key, vault);
  return waitMs === undefined ? settled : { state: 'waiting', waitMs };
}
