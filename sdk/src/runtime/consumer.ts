import { setTimeout as pause } from 'node:timers/promises';
import type { JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import {
  deliver,
  hookType,
  type Delivery,
  type Handled,
  type HookHandler,
  type InTransaction,
  type RetryPolicy,
} from '../hooks/index.ts';
import type { VaultLog } from '../kernel/index.ts';
import { streams, type Broker } from './broker.ts';
import { readDelivery } from './envelope.ts';

const ackWaitMs = 10_000;
const workingEveryMs = 4_000;
const atOnce = 32;
const copyWaitMs = 500;
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
  const inFlight: InFlight = new Map();
  while (!signal.aborted) {
    try {
      await ensureConsumer(options);
      await consumeUntilLost(options, inFlight, signal);
    } catch (error) {
      if (!signal.aborted) options.log.warn({ err: error }, 'the hook consumer was lost; it starts again');
    }
    await pause(retryLoopMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all(inFlight.values());
}

/** What is being handled, by event id. */
type InFlight = Map<string, Promise<void>>;

async function consumeUntilLost(
  options: ConsumerOptions,
  inFlight: InFlight,
  signal: AbortSignal,
): Promise<void> {
  const consumer = await options.broker.client.consumers.get(streams.hooks.name, options.plugin);
  const messages = await consumer.consume({ max_messages: atOnce, abort_on_missing_resource: true });
  const stop = () => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const message of messages) {
      take(message, options, inFlight);
      if (inFlight.size >= atOnce) await Promise.race(inFlight.values());
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Lets the copy of a message that is being handled come again later: tried at once, both would count as attempts. */
function take(message: JsMsg, options: ConsumerOptions, inFlight: InFlight): void {
  const id = message.headers?.get('ce-id') ?? '';
  if (inFlight.has(id)) return message.nak(copyWaitMs);
  const handling = handle(message, options).finally(() => inFlight.delete(id));
  inFlight.set(id, handling);
}

/** Acknowledges what is done, asks again later for what is not, and drops what can never be. */
async function handle(message: JsMsg, options: ConsumerOptions): Promise<void> {
  const stillWorking = setInterval(() => message.working(), workingEveryMs);
  try {
    const delivery = tryToRead(message, options.log);
    if (!delivery) return message.term();
    if (!isForUs(delivery, options)) return message.ack();
    const waitMs = await work(delivery, options);
    if (waitMs === undefined) await message.ackAck();
    else message.nak(waitMs);
  } catch (error) {
    options.log.warn(
      { err: error, sequence: message.seq },
      'a hook message was not acknowledged; it comes again',
    );
  } finally {
    clearInterval(stillWorking);
  }
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

/** Delivers the message to its handlers; how long the first of those waits that have not settled it, if any. */
async function work(delivery: Delivery, options: ConsumerOptions): Promise<number | undefined> {
  const handled = await deliver(delivery, options.handlers, options);
  for (const each of handled) tell(each, delivery, options.log);
  const waits = handled.flatMap((each) => (each.state === 'waiting' ? [each.waitMs] : []));
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function tell(handled: Handled, { id, type, tenant }: Delivery, log: VaultLog): void {
  if (!('failure' in handled)) return;
  const end = handled.state === 'dead' ? 'it is a dead letter now' : 'it is tried again';
  log.error(
    { err: handled.failure, org: tenant.org, hook: type, messageId: id },
    `a hook handler failed; ${end}`,
  );
}
