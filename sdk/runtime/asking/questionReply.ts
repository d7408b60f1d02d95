import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { senderOfSubject, subjects, type Reply } from '@nimbusvault/sdk/kernel';
import type { Delivery } from '@nimbusvault/sdk/internal';
import { jsonOf } from '../broker/requests.ts';

const longestMessage = 1_000;
const mostBytes = 16_000;

/** The answer to a question: that there is none, or an objection, or null. Keys of a newer version are ignored. */
export const answerBody = z.union([
  z.object({ failed: z.literal(true) }),
  z.object({ objection: z.string().trim().min(1).max(longestMessage).nullable() }),
]);

const handlersAnswer = z.object({ message: z.string().trim().min(1) }).nullish();

/** The question that a plugin answers, and the connection. */
interface Answering {
  readonly connection: NatsConnection;
  readonly question: Pick<Delivery, 'id' | 'tenant' | 'source'>;
  readonly plugin: string;
}

/** Sends the result of a handler. Throws if it is neither an objection nor nothing. An endless message is shortened. */
export function sendAnswer(answering: Answering, returned: unknown): void {
  const objection = handlersAnswer.parse(returned)?.message.slice(0, longestMessage) ?? null;
  send(answering, { objection });
}

/** Tells the caller not to wait: there will be no answer. */
export function sendFailure(answering: Answering): void {
  send(answering, { failed: true });
}

/** To the asker that the question's subject names, whatever its reply subject is. */
function send({ connection, question, plugin }: Answering, content: z.infer<typeof answerBody>): void {
  const { id, tenant, source } = question;
  const subject = subjects.answer(tenant.org, { to: source, from: plugin, id });
  connection.publish(subject, JSON.stringify(content));
}

/** The sender, as the subject names it, and the content of a reply to a question. Throws FORBIDDEN if it was published elsewhere. */
export function readReply(message: Msg): Reply {
  const plugin = senderOfSubject(message.subject, 'answer');
  const content = message.data.length <= mostBytes ? answerBody.safeParse(jsonOf(message)).data : undefined;
  if (!content) return { plugin, fault: 'gave an answer that makes no sense' };
  return 'failed' in content ? { plugin, fault: 'failed to answer' } : { plugin, ...content };
}
