import { randomUUIDv7 } from 'node:crypto';
import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';

const idHeader = 'ce-id';
const nobodyThere = 503;
const id = z.uuid();

/** A request, and the subject of the answer to one with that id, which only the plugin that is asked may publish. */
interface Request {
  readonly subject: string;
  readonly data: unknown;
  readonly answerTo: (id: string) => string;
  readonly timeoutMs: number;
}

/**
 * Sends a request and returns its answer; undefined if there is none in time. An answer comes to a subject that names its sender and is
 * made of the request's subject and its id, never to the reply subject that a sender chooses: the receiver would
 * publish there with its own rights.
 */
export async function request(
  connection: NatsConnection,
  { subject, data, answerTo, timeoutMs }: Request,
): Promise<Msg | undefined> {
  const envelope = headers();
  const requestId = randomUUIDv7();
  envelope.set(idHeader, requestId);
  const answers = connection.subscribe(answerTo(requestId), { max: 1 });
  const timer = setTimeout(() => answers.unsubscribe(), timeoutMs);
  try {
    connection.publish(subject, JSON.stringify(data), { headers: envelope, reply: answers.getSubject() });
    for await (const message of answers) return isMeant(message, answers.getSubject()) ? message : undefined;
    return undefined;
  } finally {
    clearTimeout(timer);
    if (!connection.isClosed()) answers.unsubscribe();
  }
}

/** The id of a request; undefined for any other message. */
export function requestIdOf({ headers: envelope }: Msg): string | undefined {
  return id.safeParse(envelope?.get(idHeader)).data;
}

/** The JSON of a message; undefined for a message without. */
export function jsonOf(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}

/** True if the broker says that nobody listens to a question. */
export function isNobody({ headers: envelope }: Msg): boolean {
  return envelope?.code === nobodyThere;
}

/** A message that a sender had the broker deliver here has the subject that it was published to. */
function isMeant(message: Msg, subject: string): boolean {
  return message.subject === subject && !isNobody(message);
}
