import { headers, type Msg } from '@nats-io/transport-node';
import { z } from 'zod';
import type { Reply } from '@nimbusvault/sdk/kernel';

const sourceHeader = 'ce-source';
const longestMessage = 1_000;
const mostBytes = 16_000;

const body = z.union([
  z.strictObject({ objection: z.string().trim().min(1).max(longestMessage).nullable() }),
  z.strictObject({ failed: z.literal(true) }),
]);

const handlersAnswer = z.object({ message: z.string().trim().min(1) }).nullish();

/** Sends the result of a handler. Throws if it is neither an objection nor nothing. An endless message is shortened. */
export function sendAnswer(message: Msg, plugin: string, returned: unknown): void {
  const objection = handlersAnswer.parse(returned)?.message.slice(0, longestMessage) ?? null;
  send(message, plugin, { objection });
}

/** Tells the caller not to wait: there will be no answer. */
export function sendFailure(message: Msg, plugin: string): void {
  send(message, plugin, { failed: true });
}

function send(message: Msg, plugin: string, content: z.infer<typeof body>): void {
  const envelope = headers();
  envelope.set(sourceHeader, `/${plugin}`);
  message.respond(JSON.stringify(content), { headers: envelope });
}

/** The sender and the content of a reply to a question. */
export function readReply(message: Msg): Reply {
  const plugin = message.headers?.get(sourceHeader).slice(1) ?? '';
  const content = message.data.length <= mostBytes ? body.safeParse(parsed(message)).data : undefined;
  if (!content) return { plugin, fault: 'gave an answer that makes no sense' };
  return 'failed' in content ? { plugin, fault: 'failed to answer' } : { plugin, ...content };
}

function parsed(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
