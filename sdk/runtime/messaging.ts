import { setTimeout as pause } from 'node:timers/promises';
import type { RetryPolicy, Plugin } from '@nimbusvault/sdk/internal';
import { hasCapability, type VaultLog } from '@nimbusvault/sdk/kernel';
import { answerOperations } from './operate/answerOperations.ts';
import { answerQuestions } from './asking/answerQuestions.ts';
import type { OtherPlugins } from './asking/otherPlugins.ts';
import { openBroker, type Broker } from './broker/broker.ts';
import { createPositionKeeper, type ConsumerName } from './outbox/consumerPositions.ts';
import { consume, type ConsumerOptions } from './deliver/consumer.ts';
import { answerConsumers, createMakeConsumer } from './broker/makeConsumer.ts';
import { consumersOf, type AllInFlight } from './deliver/consumersOf.ts';
import type { Database } from './database/database.ts';
import { answerHolds, createHolds } from './broker/heldMessages.ts';
import { trackInFlight, type InFlightMessages } from './deliver/inFlightMessages.ts';
import { announce } from './broker/manifests.ts';
import { relayOutbox } from './outbox/relay.ts';
import { fireSchedules } from './schedule/fireSchedules.ts';
import { publishOrganizations } from './schedule/publishOrganizations.ts';
import { publishRevocations } from './revocations/publishRevocations.ts';

const retryMs = 500;
const hooksAtOnce = 500;
const hooksInOnePull = 100;
const stepsAtOnce = 8;
const repliesAtOnce = 16;
const reportsAtOnce = 4;
const tasksAtOnce = 4; // each may hold a database connection while its transaction is open, and now and then needs a second one

/** The messaging of one subgraph process: its outbox goes out, its hooks and tasks come in, and it asks and answers. */
interface Messaging {
  /** Resolves once the plugin misses no hook or task, answers questions, and knows the plugins to ask. */
  readonly connected: Promise<void>;
  stop(): Promise<void>;
}

/** The dependencies of messaging. */
export interface MessagingOptions {
  readonly plugin: Plugin;
  readonly database: Database;
  readonly otherPlugins: OtherPlugins;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** The number of tries of a hook handler, or of a task without its own: 8 in a minute by default. */
  readonly retry?: RetryPolicy;
  readonly log: VaultLog;
}

/** Starts relaying and consuming, however late NATS is available. */
export function startMessaging(options: MessagingOptions): Messaging {
  const stopping = new AbortController();
  const connected = Promise.withResolvers<void>();
  const inFlight = {
    hooks: trackInFlight(hooksAtOnce, hooksInOnePull),
    tasks: trackInFlight(tasksAtOnce),
    steps: trackInFlight(stepsAtOnce),
    replies: trackInFlight(repliesAtOnce),
    reports: trackInFlight(reportsAtOnce),
  };
  const publishing = [
    hasCapability(options.plugin, 'revoke-access') && publishRevocations(options),
    hasCapability(options.plugin, 'list-organizations') && publishOrganizations(options),
  ];
  const ended = keepWorking({ ...options, inFlight, onConnected: connected.resolve }, stopping.signal);
  return {
    connected: connected.promise,
    async stop() {
      stopping.abort();
      await Promise.all([ended, ...publishing.map((each) => each && each.stop())]);
    },
  };
}

type Options = MessagingOptions & { readonly onConnected: () => void; readonly inFlight: AllInFlight };

/** Each round begins with a new connection; a lost one ends it. */
async function keepWorking(options: Options, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await work(options, stopping);
    } catch (error) {
      if (!stopping.aborted) options.log.warn({ err: error }, 'messaging is not available; trying again');
    }
    await pause(retryMs, undefined, { signal: stopping }).catch(() => {});
  }
  await endOf(options.inFlight);
}

async function work(options: Options, stopping: AbortSignal): Promise<void> {
  const { plugin, onConnected } = options;
  const broker = await openBroker(options.natsUrl, plugin.name);
  const signal = AbortSignal.any([stopping, broker.lost]);
  try {
    const holds = createHolds(plugin.name, broker);
    const make = createMakeConsumer(plugin.name, broker);
    const consumers = (await consumersOf(options, stopping)).map((kind) => ({ ...kind, broker, make }));
    const keepPositions = createPositionKeeper({
      ...options,
      plugin: plugin.name,
      consumers: consumers.map(nameOf),
      broker,
      make,
    });
    const site = { plugin: plugin.name, schemaName: plugin.schemaName };
    const relay = { ...options, ...site, broker, holds, keepPositions };
    const conversation = await converse(options, broker, signal);
    const consuming = startConsumers(consumers, options.log, signal);
    void consuming.there.then(onConnected);
    const firing = fireSchedules({ ...options, broker }, signal);
    await Promise.all([relayOutbox(relay, signal), consuming.ended, conversation.ended, firing]);
    if (stopping.aborted) await endOf(options.inFlight);
  } finally {
    await broker.close();
  }
}

function nameOf({ stream, durable, filter }: ConsumerName): ConsumerName {
  return { stream, durable, filter };
}

/** All consumers of the plugin; `there` resolves once it misses no message, even if core has to be waited for. */
function startConsumers(
  consumers: readonly Omit<ConsumerOptions, 'onThere' | 'log'>[],
  log: VaultLog,
  signal: AbortSignal,
): { readonly there: Promise<unknown>; readonly ended: Promise<unknown> } {
  const started = consumers.map((consumer) => {
    const there = Promise.withResolvers<void>();
    return {
      there: there.promise,
      ended: consume({ ...consumer, onThere: there.resolve, log }, signal),
    };
  });
  return {
    there: Promise.all(started.map(({ there }) => there)),
    ended: Promise.all(started.map(({ ended }) => ended)),
  };
}

async function endOf(inFlight: AllInFlight): Promise<void> {
  await Promise.all(Object.values(inFlight).map((each: InFlightMessages) => each.ended()));
}

/** Answers what the plugin is asked, says that it does, and learns whom it may ask itself, in this order. */
async function converse(
  options: Options,
  broker: Broker,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<unknown> }> {
  const answering = answerQuestions({ ...options, broker }, signal);
  const operating = answerOperations({ ...options, broker }, signal);
  const serving = hasCapability(options.plugin, 'read-streams')
    ? [answerHolds(broker, options.log, signal), answerConsumers(broker, options.log, signal)]
    : [];
  const talking = [answering, operating, ...serving];
  for (const each of talking) each.catch(() => {}); // they are looked at below, once the rest is there
  await announce(options.plugin, broker);
  const following = await options.otherPlugins.connect(broker, signal);
  return { ended: Promise.all([...talking, following.ended]) };
}
