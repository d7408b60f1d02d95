import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { Delivery } from '@nimbusvault/sdk/internal';
import { checkpoint, type SubjectKind, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import { tryToRead } from '../broker/envelope.ts';
import { isAs, type MakeConsumer } from '../broker/makeConsumer.ts';
import type { InFlightMessages } from './inFlightMessages.ts';

const workingEveryMs = 2_000;
const longestPullMs = 30_000;
const copyWaitMs = 500;
const retryLoopMs = 500;

/** A durable consumer of a stream, and the processing of its messages. */
export interface ConsumerOptions {
  readonly stream: string;
  /** The consumer's name, the same in all processes that share its messages. */
  readonly durable: string;
  readonly filter: string;
  /** The kind of its messages. */
  readonly kind: SubjectKind;
  /** Only messages published from now on; by default all in the stream. */
  readonly since?: Date;
  readonly inFlight: InFlightMessages;
  /** Settles a message, or returns its wait before the next delivery, in milliseconds. */
  readonly deliver: (delivery: Delivery) => Promise<number | undefined>;
  readonly broker: Broker;
  readonly make: MakeConsumer;
  /** Called when the consumer is there: it misses no message from then on. */
  readonly onThere: () => void;
  readonly log: VaultLog;
}

/** Delivers the consumer's messages until `signal` aborts. Messages in flight are then finished. */
export async function consume(options: ConsumerOptions, signal: AbortSignal): Promise<void> {
  const { stream, log } = options;
  let isTold = false;
  while (!signal.aborted) {
    try {
      await ensureConsumer(options);
      isTold = false;
      options.onThere();
      await consumeUntilLost(options, signal);
    } catch (error) {
      if (!signal.aborted && !isTold) log.warn({ err: error, stream }, 'a consumer is missing; trying again');
      isTold = true;
    }
    await pause(retryLoopMs, undefined, { signal }).catch(() => {});
  }
}

/**
 * Has the durable consumer made if it does not exist; from then on it misses no message, running or not. A consumer that is
 * made again, because the broker lost it, starts at the same place: the inbox knows the settled messages.
 */
async function ensureConsumer({
  stream,
  durable,
  filter,
  since,
  broker,
  make,
}: ConsumerOptions): Promise<void> {
  const found = await broker.manager.consumers.info(stream, durable).catch(() => undefined);
  if (found && isAs({ filter }, found)) return;
  await make({ stream, durable, filter, ...(since && { since: since.toISOString() }) });
}

/** Pulls only as many messages as there is room for: a message that waits here could be processed by an idle process. */
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

/** Delays the copy of a message that is being handled: tried at once, both would count as attempts. */
function take(message: JsMsg, options: ConsumerOptions): void {
  const id = `${options.durable} ${message.headers?.get('ce-id')}`;
  if (options.inFlight.has(id)) return message.nak(copyWaitMs);
  options.inFlight.add(id, handle(message, options));
}

/** Acknowledges settled messages, delays the others, and drops invalid ones. */
async function handle(
  message: JsMsg,
  { deliver, broker, stream, kind, log }: ConsumerOptions,
): Promise<void> {
  const working = keepWorking(message);
  try {
    const delivery = tryToRead(message, kind, log);
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
