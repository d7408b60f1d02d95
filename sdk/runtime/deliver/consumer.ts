import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Delivery } from '@nimbusvault/sdk/internal';
import { checkpoint, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import { readDelivery } from '../broker/envelope.ts';
import type { InFlightMessages } from './inFlightMessages.ts';

const ackWaitMs = 5_000;
const workingEveryMs = 2_000;
const longestPullMs = 30_000;
const copyWaitMs = 500;
const retryLoopMs = 500;

/** One durable consumer of a stream, and what is done with its messages. */
export interface ConsumerOptions {
  readonly stream: string;
  /** The consumer's name, the same in all processes that share its messages. */
  readonly durable: string;
  readonly filter: string;
  /** Nothing that was published before; all that the stream has unless given. */
  readonly since?: Date;
  readonly inFlight: InFlightMessages;
  /** Settles a message, or says how long it is to wait, in milliseconds, before it comes again. */
  readonly deliver: (delivery: Delivery) => Promise<number | undefined>;
  readonly broker: Broker;
  readonly log: VaultLog;
}

/**
 * Makes the durable consumer if it does not exist; from then on it misses no message, running or not. One that is made
 * anew, because the broker lost the old one, starts where the first one did: the inbox knows what is done.
 */
export async function ensureConsumer({
  stream,
  durable,
  filter,
  since,
  broker,
}: ConsumerOptions): Promise<void> {
  const { consumers } = broker.manager;
  if (await consumers.info(stream, durable).catch(() => undefined)) return;
  const start = since
    ? ({ deliver_policy: 'by_start_time', opt_start_time: since.toISOString() } as const)
    : ({ deliver_policy: 'all' } as const);
  await consumers.add(stream, {
    ...start,
    durable_name: durable,
    filter_subject: filter,
    ack_policy: 'explicit',
    ack_wait: nanos(ackWaitMs),
    max_deliver: -1,
    max_ack_pending: 10_000,
  });
}

/** Delivers the consumer's messages until `signal` says stop. What is in flight then goes on. */
export async function consume(options: ConsumerOptions, signal: AbortSignal): Promise<void> {
  const { stream, log } = options;
  while (!signal.aborted) {
    try {
      await ensureConsumer(options);
      await consumeUntilLost(options, signal);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, stream }, 'a consumer was lost; it starts again');
    }
    await pause(retryLoopMs, undefined, { signal }).catch(() => {});
  }
}

/** Asks for no more than there is room for: a message that waits here would wait in vain where another process is idle. */
async function consumeUntilLost(options: ConsumerOptions, signal: AbortSignal): Promise<void> {
  const { broker, stream, durable, inFlight } = options;
  const consumer = await broker.client.consumers.get(stream, durable);
  while (!signal.aborted) {
    const room = await inFlight.room(signal);
    await takeSome(room, consumer, { ...options, signal });
  }
}

async function takeSome(
  most: number,
  consumer: Consumer,
  options: ConsumerOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { signal } = options;
  const messages = await consumer.fetch({ max_messages: most, expires: longestPullMs });
  const stop = () => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const message of messages) {
      if (signal.aborted) message.nak();
      else take(message, options);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Lets the copy of a message that is being handled come again later: tried at once, both would count as attempts. */
function take(message: JsMsg, options: ConsumerOptions): void {
  const id = `${options.durable} ${message.headers?.get('ce-id')}`;
  if (options.inFlight.has(id)) return message.nak(copyWaitMs);
  options.inFlight.add(id, handle(message, options));
}

/** Acknowledges what is settled, asks again later for what is not, and drops what can never be. */
async function handle(message: JsMsg, { deliver, broker, stream, log }: ConsumerOptions): Promise<void> {
  const working = keepWorking(message);
  try {
    const delivery = tryToRead(message, log);
    if (!delivery) return message.term();
    checkpoint('consumer.before-handler');
    const waitMs = await deliver(delivery);
    checkpoint('consumer.before-ack');
    if (broker.lost.aborted) return; // it comes again over the next connection
    if (waitMs === undefined) message.ack(); // one that is lost costs a repetition, which the inbox knows
    else message.nak(waitMs);
    checkpoint('consumer.after-ack');
  } catch (error) {
    log.warn({ err: error, stream, sequence: message.seq }, 'a message was not acknowledged; it comes again');
  } finally {
    clearInterval(working);
  }
}

function keepWorking(message: JsMsg): NodeJS.Timeout {
  const timer = setInterval(() => {
    try {
      message.working();
    } catch {
      clearInterval(timer); // the connection is gone: the message comes again over the next one
    }
  }, workingEveryMs);
  return timer;
}

function tryToRead(message: JsMsg, log: VaultLog): Delivery | undefined {
  try {
    return readDelivery(message);
  } catch (error) {
    const { subject, seq: sequence } = message;
    log.error({ err: error, subject, sequence }, 'an invalid message was dropped');
    return undefined;
  }
}
