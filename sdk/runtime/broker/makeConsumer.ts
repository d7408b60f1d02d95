import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { z } from 'zod';
import { ownConsumers, streams, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from './broker.ts';
import { askCore, serveCore } from './coreServices.ts';

const ackWaitMs = 5_000;
const oneHook = /^vault\.\*\.hook\.[A-Za-z]\w*\.[a-z][a-z0-9.-]*$/;

/** The request of a plugin for a consumer of its own. */
export const consumerWish = z.strictObject({
  stream: z.string(),
  durable: z.string(),
  filter: z.string(),
  since: z.iso.datetime().optional(),
  after: z.int().nonnegative().optional(),
});

/**
 * A durable consumer: its messages, and the time from which it begins; by default with the oldest in the stream. With `after` it begins
 * anew behind that sequence, even if it is there.
 */
type ConsumerWish = z.infer<typeof consumerWish>;

/** Makes the consumer, unless it is there with that filter. Throws STACK_FAILED if core does not do it. */
export type MakeConsumer = (wanted: ConsumerWish) => Promise<void>;

/**
 * The broker lets no plugin make a consumer: it could be made to deliver what it likes wherever it likes. Core makes
 * it, as the plugin's name permits.
 */
export function createMakeConsumer(plugin: string, broker: Broker): MakeConsumer {
  return broker.isPlugin ? (wanted) => ask(wanted, plugin, broker) : (wanted) => make(wanted, broker.manager);
}

/** Core makes the consumers of the plugins until `signal` aborts. */
export function answerConsumers(broker: Broker, log: VaultLog, signal: AbortSignal): Promise<void> {
  const serve = async (data: unknown, from: string) => {
    const wanted = consumerWish.safeParse(data).data;
    if (!wanted || !isPermitted(wanted, from)) return false;
    await make(wanted, broker.manager);
    return true;
  };
  return serveCore('consumer', { broker, serve, log }, signal);
}

/** Whether a plugin may have such a consumer: its name and its messages follow from the plugin's name. */
function isPermitted({ stream, durable, filter }: ConsumerWish, plugin: string): boolean {
  const own = ownConsumers(plugin).find((each) => each.stream === stream && each.durable === durable);
  if (!own) return false;
  return filter === own.filter || (stream === streams.hooks.name && oneHook.test(filter));
}

async function ask(wanted: ConsumerWish, from: string, broker: Broker): Promise<void> {
  if ((await askCore('consumer', { from, data: wanted }, broker)) === true) return;
  throw new VaultError(
    'STACK_FAILED',
    `${from} does not receive from ${wanted.stream} yet: core makes its consumer, and does not answer. Check that core runs.`,
  );
}

/** One with another filter, as an earlier version made, is made anew: the inbox knows the settled messages. */
async function make(wanted: ConsumerWish, { consumers }: JetStreamManager): Promise<void> {
  const { stream, durable, filter, after } = wanted;
  const found = await consumers.info(stream, durable).catch(() => undefined);
  if (found && isAs(wanted, found) && after === undefined) return;
  if (found) await consumers.delete(stream, durable);
  await consumers.add(stream, {
    ...startOf(wanted),
    durable_name: durable,
    filter_subject: filter,
    ack_policy: 'explicit',
    ack_wait: nanos(ackWaitMs),
    max_deliver: -1,
    max_ack_pending: 10_000,
  });
}

function startOf({ since, after }: ConsumerWish) {
  if (after !== undefined) return { deliver_policy: 'by_start_sequence', opt_start_seq: after + 1 } as const;
  if (since !== undefined) return { deliver_policy: 'by_start_time', opt_start_time: since } as const;
  return { deliver_policy: 'all' } as const;
}

/** Whether the consumer that is there is the one that is wanted. */
export function isAs({ filter }: Pick<ConsumerWish, 'filter'>, { config }: ConsumerInfo): boolean {
  return config.filter_subject === filter && config.deliver_subject === undefined;
}
