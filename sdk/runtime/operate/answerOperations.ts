import type { Msg } from '@nats-io/transport-node';
import { z } from 'zod';
import {
  orgOfSubject,
  senderOfSubject,
  subjects,
  VaultError,
  type Operated,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import type { Broker } from '../broker/broker.ts';
import { requestIdOf } from '../broker/requests.ts';
import { performOperation } from './performOperation.ts';

const mostBytes = 900_000;
const mostAtOnce = 8; // each has a connection to the database

/** The dependencies of answering operators. */
interface OperationsOptions {
  readonly plugin: Plugin;
  readonly databaseUrl: string;
  readonly broker: Broker;
  readonly log: VaultLog;
}

/**
 * Carries out operators' commands on the plugin until `signal` aborts: those of one organization one after the other, those
 * of several side by side. One process of a plugin gets each operation.
 */
export async function answerOperations(options: OperationsOptions, signal: AbortSignal): Promise<void> {
  const { broker, plugin } = options;
  const asked = broker.connection.subscribe(subjects.operationsOf(plugin.name), { queue: plugin.name });
  const stop = () => void asked.drain().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const turns = new Map<string, Promise<void>>();
  for await (const message of asked) {
    const { subject } = message;
    const before = turns.get(subject);
    if (!before && turns.size >= mostAtOnce) await Promise.race(turns.values());
    const turn = respondAfter(before, message, options).finally(() => {
      if (turns.get(subject) === turn) turns.delete(subject);
    });
    turns.set(subject, turn);
  }
  await Promise.all(turns.values());
  signal.removeEventListener('abort', stop);
}

async function respondAfter(
  before: Promise<void> | undefined,
  message: Msg,
  options: OperationsOptions,
): Promise<void> {
  await before;
  const id = requestIdOf(message);
  const path = id && pathOf(message, { id, from: options.plugin.name });
  if (!path) return;
  options.broker.connection.publish(path, JSON.stringify(await answerTo(message, options)));
}

/** The subject of the answer; undefined for a message that is no operation, which gets none. */
function pathOf({ subject }: Msg, { id, from }: { id: string; from: string }): string | undefined {
  try {
    return subjects.answer(orgOfSubject(subject), { to: senderOfSubject(subject, 'operate'), from, id });
  } catch {
    return undefined;
  }
}

async function answerTo(message: Msg, { plugin: { name: plugin }, databaseUrl, log }: OperationsOptions) {
  try {
    const org = orgOfSubject(message.subject);
    const result = await performOperation(message.json(), { plugin, databaseUrl, org });
    return fitting({ plugin, result: result ?? null });
  } catch (error) {
    if (error instanceof VaultError) return { plugin, code: error.code, message: error.message };
    log.error({ err: error, subject: message.subject }, 'an operation failed');
    return { plugin, code: 'INTERNAL_SERVER_ERROR', message: `${plugin} could not do it. See its log.` };
  }
}

/** The broker takes no larger message. */
function fitting(answer: Operated): Operated {
  if (Buffer.byteLength(JSON.stringify(answer)) <= mostBytes) return answer;
  const message = 'This is too large to be sent. The command line shows it: "nimbus saga", "nimbus dlq".';
  return { plugin: answer.plugin, code: 'STACK_FAILED', message };
}

const answer = z.union([
  z.object({ plugin: z.string(), result: z.unknown() }).refine((said) => 'result' in said),
  z.object({ plugin: z.string(), code: z.string(), message: z.string() }),
]);

/** A plugin's answer, or the finding that it is invalid. */
export function readOperated(message: Msg, plugin: string): Operated {
  const said = answer.safeParse(message.json()).data;
  if (said?.plugin === plugin) return said;
  return { plugin, code: 'STACK_FAILED', message: `${plugin} gave an answer that makes no sense.` };
}
