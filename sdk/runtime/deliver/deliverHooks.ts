import {
  deliverTogether,
  hears,
  type Delivery,
  type Handled,
  type HookHandler,
  type InTransaction,
  type RetryPolicy,
} from '@nimbusvault/sdk/internal';
import { ownerOfHook, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { ConsumerOptions } from './consumer.ts';
import { createBatcher, type Worked } from './batcher.ts';

/** The dependencies of a plugin's hook deliveries. */
interface HookDeliveries {
  readonly plugin: string;
  readonly handlers: readonly HookHandler[];
  /** The time at which the plugin was added: earlier events are not delivered to it. */
  readonly since: Date;
  /** All handlers of the plugin, if its replayed dead letters come this way. */
  readonly replayed?: readonly HookHandler[];
  readonly inTransaction: InTransaction;
  readonly retry: RetryPolicy;
  /** Aborts the start of further messages. */
  readonly stopping: AbortSignal;
  readonly log: VaultLog;
}

/**
 * Delivers hook messages to the plugin's handlers, waiting ones together; each message waits as long as the first of the
 * handlers that have not settled it.
 */
export function deliverHooks(options: HookDeliveries): ConsumerOptions['deliver'] {
  const { stopping } = options;
  const handOver = createBatcher<Delivery, number | undefined>({
    groupOf: ({ tenant, only }) => (only ? `${tenant.org} replay` : tenant.org),
    work: (deliveries) => handle(deliveries, options),
    stopping,
    leftBehind: 0,
  });
  return async (delivery) => (isForUs(delivery, options) ? handOver(delivery) : undefined);
}

async function handle(
  deliveries: readonly Delivery[],
  options: HookDeliveries,
): Promise<Worked<number | undefined>> {
  const handlers = deliveries[0]?.only ? (options.replayed ?? []) : options.handlers;
  const { handled, together } = await deliverTogether(deliveries, handlers, options);
  const results = deliveries.map((delivery, index) => waitOf(delivery, handled[index] ?? [], options.log));
  return { results, wentWell: together };
}

function waitOf(delivery: Delivery, handled: readonly Handled[], log: VaultLog): number | undefined {
  for (const each of handled) tell(each, delivery, log);
  const waits = handled.flatMap((each) => (each.state === 'waiting' ? [each.waitMs] : []));
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/** A hook of that name which another plugin fires is another hook. */
function isForUs(delivery: Delivery, options: HookDeliveries): boolean {
  const { time, source, only } = delivery;
  const { plugin, handlers, since, replayed } = options;
  if (only) return only.plugin === plugin && replayed !== undefined;
  return (
    time >= since &&
    handlers.some(
      (each) => hears(each, delivery) && (each.hook === null || ownerOfHook(each.hook, plugin) === source),
    )
  );
}

function tell(handled: Handled, { id, type, tenant }: Delivery, log: VaultLog): void {
  if (!('failure' in handled)) return;
  const end = handled.state === 'dead' ? 'it is a dead letter now' : 'it is tried again';
  log.error(
    { err: handled.failure, org: tenant.org, hook: type, messageId: id },
    `a hook handler failed; ${end}`,
  );
}
