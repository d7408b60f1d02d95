import { RequestError, type Msg } from '@nats-io/transport-node';
import { z } from 'zod';
import { coreName, hasCapability, streams, subjects, VaultError } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import type { Broker } from './broker.ts';

const timeoutMs = 2_000;

const names: readonly string[] = Object.values(streams).map(({ name }) => name);

const question = z.object({
  stream: z.string().refine((name) => names.includes(name)),
  id: z.string(),
  sequence: z.int().positive(),
});

/** A message that a stream has stored, by its id and its sequence. */
type HeldQuestion = z.infer<typeof question>;

/** Checks whether the stream still holds it. Throws STACK_FAILED if nobody can tell. */
export type Holds = (asked: HeldQuestion) => Promise<boolean>;

/** The broker lets no plugin read a stream, which holds the messages of others: a plugin with the capability checks it. */
export function createHolds(plugin: Plugin, natsUrl: string, broker: Broker): Holds {
  const isPluginToBroker = decodeURIComponent(new URL(natsUrl).username) === plugin.name;
  return isPluginToBroker && !hasCapability(plugin, 'read-streams')
    ? (asked) => ask(asked, broker)
    : (asked) => look(asked, broker);
}

/** Core answers the plugins until `signal` aborts: yes or no, and nothing of the message. */
export async function answerHolds(broker: Broker, signal: AbortSignal): Promise<void> {
  const asked = broker.connection.subscribe(subjects.held, { queue: coreName });
  const stop = () => void asked.drain().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  for await (const message of asked) await answer(message, broker);
  signal.removeEventListener('abort', stop);
}

async function answer(message: Msg, broker: Broker): Promise<void> {
  const { data } = question.safeParse(tryToRead(message));
  if (!data) return;
  const isHeld = await look(data, broker).catch(() => undefined); // the caller asks again
  if (isHeld !== undefined) message.respond(JSON.stringify(isHeld));
}

async function ask(asked: HeldQuestion, { connection }: Broker): Promise<boolean> {
  try {
    const reply = await connection.request(subjects.held, JSON.stringify(asked), { timeout: timeoutMs });
    return z.boolean().parse(reply.json());
  } catch (cause) {
    if (!(cause instanceof RequestError || cause instanceof z.ZodError)) throw cause;
    throw new VaultError('STACK_FAILED', 'Core does not report what the streams hold. Check that it runs.', {
      cause,
    });
  }
}

async function look({ stream, id, sequence }: HeldQuestion, { manager }: Broker): Promise<boolean> {
  const message = await manager.streams.getMessage(stream, { seq: sequence });
  return message?.header.get('Nats-Msg-Id') === id;
}

function tryToRead(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
