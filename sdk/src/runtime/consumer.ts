import { setTimeout as pause } from 'node:timers/promises';
import type { JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import {
  hookType,
  type Delivery,
  type HookHandler,
  type InTransaction,
  type RetryPolicy,
} from '../hooks/index.ts';
import type { VaultLog } from '../kernel/index.ts';
import { streams, type Broker } from './broker.ts';
import { readDelivery } from './envelope.ts';
import { openInHand, type InHand } from './inHand.ts';

const ackWaitMs = 10_000;
const atOnce = 500;
const retryLoopMs = 500;

/** What a plugin's consumer works with. */
export interface ConsumerOptions {
  readonly plugin: string;
  readonly handlers: readonly HookHandler[];
  /** When the plugin came into being: what was fired before is not for it. */
  readonly since: Date;
  readonly broker: Broker;
  readonly inTransaction: InTransaction;
  readonly retry: RetryPolicy;
  readonly log: VaultLog;
}

/**
 * Makes the plugin's durable consumer where there is none; from then on no hook passes it by, running or not. One that
 * is made anew, because the broker lost the old one, starts where the first one did: the inbox knows what is done.
 */
export async function ensureConsumer({ plugin, since, broker }: ConsumerOptions): Promise<void> {
  const { consumers } = broker.manager;
  if (await consumers.info(streams.hooks.name, plugin).catch(() => undefined)) return;
  await consumers.add(streams.hooks.name, {
    durable_name: plugin,
    ack_policy: 'explicit',
    ack_wait: nanos(ackWaitMs),
    deliver_policy: 'by_start_time',
    opt_start_time: since.toISOString(),
    filter_subject: streams.hooks.subjects[0],
    max_deliver: -1,
    max_ack_pending: 10_000,
  });
}

/** Hands hook messages to the plugin's handlers until `signal` says stop, then waits for those in flight. */
export async function consumeHooks(options: ConsumerOptions, signal: AbortSignal): Promise<void> {
  const inHand = openInHand(options);
  while (!signal.aborted) {
    try {
      await ensureConsumer(options);
      await consumeUntilLost(options, inHand, signal);
    } catch (error) {
      if (!signal.aborted) options.log.warn({ err: error }, 'the hook consumer was lost; it starts again');
    }
    await pause(retryLoopMs, undefined, { signal }).catch(() => {});
  }
  await inHand.close();
}

async function consumeUntilLost(
  options: ConsumerOptions,
  inHand: InHand,
  signal: AbortSignal,
): Promise<void> {
  const consumer = await options.broker.client.consumers.get(streams.hooks.name, options.plugin);
  const messages = await consumer.consume({ max_messages: atOnce, abort_on_missing_resource: true });
  const stop = () => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const message of messages) {
      take(message, options, inHand);
      if (inHand.size >= atOnce) await inHand.next();
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Drops what can never be handled, acknowledges what is not for us, and takes the rest in hand. */
function take(message: JsMsg, options: ConsumerOptions, inHand: InHand): void {
  const delivery = tryToRead(message, options.log);
  if (!delivery) message.term();
  else if (!isForUs(delivery, options)) message.ack();
  else inHand.take({ message, delivery });
}

function tryToRead(message: JsMsg, log: VaultLog): Delivery | undefined {
  try {
    return readDelivery(message);
  } catch (error) {
    const { subject, seq: sequence } = message;
    log.error({ err: error, subject, sequence }, 'a message that is none of ours was dropped');
    return undefined;
  }
}

function isForUs({ type, time, only }: Delivery, { plugin, handlers, since }: ConsumerOptions): boolean {
  if (only) return only.plugin === plugin;
  return time >= since && handlers.some(({ hook }) => hookType(hook.name, hook.version) === type);
}
