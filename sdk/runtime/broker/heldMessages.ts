import { z } from 'zod';
import { streams, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from './broker.ts';
import { askCore, serveCore } from './coreServices.ts';

const names: readonly string[] = Object.values(streams).map(({ name }) => name);

/** The request of a plugin about a message that a stream took. */
export const heldQuestion = z.object({
  stream: z.string().refine((name) => names.includes(name)),
  id: z.string(),
  sequence: z.int().positive(),
});

/** A message that a stream has stored, by its id and its sequence. */
type HeldQuestion = z.infer<typeof heldQuestion>;

/** Checks whether the stream still holds it. Throws STACK_FAILED if nobody can tell. */
export type Holds = (asked: HeldQuestion) => Promise<boolean>;

/** The broker lets no plugin read a stream, which holds the messages of others: a plugin with the capability checks it. */
export function createHolds(plugin: string, broker: Broker): Holds {
  return broker.isPlugin ? (asked) => ask(asked, plugin, broker) : (asked) => look(asked, broker);
}

/** Core answers the plugins until `signal` aborts: yes or no, and nothing of the message. */
export function answerHolds(broker: Broker, log: VaultLog, signal: AbortSignal): Promise<void> {
  const serve = async (data: unknown) => {
    const asked = heldQuestion.safeParse(data).data;
    return asked && look(asked, broker);
  };
  return serveCore('held', { broker, serve, log }, signal);
}

async function ask(data: HeldQuestion, from: string, broker: Broker): Promise<boolean> {
  const answer = z.boolean().safeParse(await askCore('held', { from, data }, broker));
  if (answer.success) return answer.data;
  throw new VaultError('STACK_FAILED', 'Core does not report what the streams hold. Check that it runs.');
}

async function look({ stream, id, sequence }: HeldQuestion, { manager }: Broker): Promise<boolean> {
  const message = await manager.streams.getMessage(stream, { seq: sequence });
  return message?.header.get('Nats-Msg-Id') === id;
}
