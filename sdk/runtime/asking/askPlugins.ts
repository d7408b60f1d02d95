import { randomUUIDv7 } from 'node:crypto';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { subjects, type Question, type Reply, type Vault } from '@nimbusvault/sdk/kernel';
import { readReply } from './questionReply.ts';
import { envelopeOf } from '../broker/envelope.ts';
import { isNobody } from '../broker/requests.ts';

const mostMessages = 1_000;

/** The plugins to ask, and the connection. */
interface Audience {
  readonly connection: NatsConnection;
  readonly plugins: readonly string[];
}

/** Asks all of the plugins at once, within the question's timeout; returns one reply for each, even without an answer. */
export async function askPlugins(
  question: Question,
  { connection, plugins }: Audience,
  vault: Vault,
): Promise<readonly Reply[]> {
  const id = randomUUIDv7();
  const answers = subjects.answer(vault.org, { to: vault.plugin, from: '*', id });
  const inbox = connection.subscribe(answers, { max: mostMessages });
  const timer = setTimeout(() => inbox.unsubscribe(), question.timeout);
  try {
    put({ ...question, id }, { connection, inbox }, vault);
    return await gather(inbox, plugins);
  } catch (error) {
    vault.log.warn({ err: error, org: vault.org, hook: question.type }, 'a question could not be put');
    return plugins.map((plugin) => ({ plugin, fault: 'could not be asked' }));
  } finally {
    clearTimeout(timer);
    if (!connection.isClosed()) inbox.unsubscribe();
  }
}

function put(
  { id, hook, type, data }: Question & { readonly id: string },
  { connection, inbox }: { connection: NatsConnection; inbox: Subscription },
  { org, userId: actor, requestId: request_id, plugin }: Vault,
): void {
  const attributes = { id, created_at: new Date(), type, org, actor, request_id };
  const options = { reply: inbox.getSubject(), headers: envelopeOf(attributes, plugin) };
  connection.publish(subjects.ask(org, plugin, hook), JSON.stringify(data), options);
}

/** Accepts the first reply of each plugin; ends with the last of them, with the inbox, or if nobody subscribes. */
async function gather(inbox: Subscription, plugins: readonly string[]): Promise<readonly Reply[]> {
  const replies = new Map<string, Reply>();
  for await (const message of inbox) {
    if (isNobody(message)) break;
    const reply = replyIn(message);
    if (reply && plugins.includes(reply.plugin) && !replies.has(reply.plugin))
      replies.set(reply.plugin, reply);
    if (replies.size === plugins.length) break;
  }
  return plugins.map((plugin) => replies.get(plugin) ?? { plugin, fault: 'did not answer' });
}

/** Undefined for what a plugin had the broker deliver here: its subject names no answer. */
function replyIn(message: Msg): Reply | undefined {
  try {
    return readReply(message);
  } catch {
    return undefined;
  }
}
