import { setTimeout as pause } from 'node:timers/promises';
import { defaultRetry, isAnswer, type HookHandler, type RetryPolicy } from '../hooks/index.ts';
import type { VaultLog } from '../kernel/index.ts';
import type { Plugin } from '../plugin/index.ts';
import { answerQuestions } from './answerQuestions.ts';
import type { Asking } from './asking.ts';
import { openBroker, type Broker } from './broker.ts';
import { consumeHooks, ensureConsumer } from './consumer.ts';
import { deliveriesIn, type Database } from './database.ts';
import { announce } from './manifests.ts';
import { relayOutbox } from './relay.ts';

const retryMs = 500;

/** The messaging of one subgraph process: its outbox goes out, its hooks come in, and it asks and answers. */
export interface Messaging {
  /** Resolves once no hook passes the plugin by any more, it is asked, and knows whom to ask. */
  readonly connected: Promise<void>;
  stop(): Promise<void>;
}

/** What messaging works with. */
export interface MessagingOptions {
  readonly plugin: Plugin;
  readonly database: Database;
  readonly asking: Asking;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** How often a failing hook handler is tried: 8 times in a minute unless given. */
  readonly retry?: RetryPolicy;
  readonly log: VaultLog;
}

/** Starts relaying and consuming, however late NATS comes up. */
export function startMessaging(options: MessagingOptions): Messaging {
  const stopping = new AbortController();
  const connected = Promise.withResolvers<void>();
  const ended = keepWorking({ ...options, onConnected: connected.resolve }, stopping.signal);
  return {
    connected: connected.promise,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

type Options = MessagingOptions & { readonly onConnected: () => void };

/** Each round begins with a new connection; a lost one ends it. */
async function keepWorking(options: Options, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work(options, signal);
    } catch (error) {
      if (!signal.aborted) options.log.warn({ err: error }, 'messaging is not to be had; trying again');
    }
    await pause(retryMs, undefined, { signal }).catch(() => {});
  }
}

async function work(options: Options, stopping: AbortSignal): Promise<void> {
  const { log, plugin, onConnected, retry = defaultRetry } = options;
  const broker = await openBroker(options.natsUrl, plugin.name);
  const signal = AbortSignal.any([stopping, broker.lost]);
  try {
    const relay = { ...options, broker, plugin: plugin.name, schemaName: plugin.schemaName };
    const handlers = plugin.hooks.filter((handler): handler is HookHandler => !isAnswer(handler));
    const since = await options.database.since();
    const inTransaction = deliveriesIn(options.database, log);
    const consumer = { broker, since, plugin: plugin.name, handlers, inTransaction, retry, log };
    if (handlers.length > 0) await ensureConsumer(consumer);
    const conversation = await converse(options, broker, signal);
    onConnected();
    const consuming = handlers.length === 0 ? [] : [consumeHooks(consumer, signal)];
    await Promise.all([relayOutbox(relay, signal), ...consuming, conversation.ended]);
  } finally {
    await broker.close();
  }
}

/** Answers what the plugin is asked, says that it does, and learns whom it may ask itself, in this order. */
async function converse(
  options: Options,
  broker: Broker,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<unknown> }> {
  const answering = answerQuestions({ ...options, broker }, signal);
  answering.catch(() => {}); // it is looked at below, once the rest is there
  await announce(options.plugin, broker);
  const following = await options.asking.connect(broker, signal);
  return { ended: Promise.all([answering, following.ended]) };
}
