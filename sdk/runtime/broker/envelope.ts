import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import { z } from 'zod';
import type { Delivery } from '@nimbusvault/sdk/internal';
import {
  isReplay,
  orgOfSubject,
  senderOfSubject,
  userIdSchema,
  VaultError,
  type SubjectKind,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { OutboxRow, Repetition } from './outboxRow.ts';

const attributes = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  org: z.string(),
  actor: userIdSchema.or(z.literal('')),
  requestid: z.string(),
  time: z.coerce.date(),
  source: z.string(),
  plugin: z.string(),
  handler: z.string(),
});

/** The envelope of a message: everything except its payload and its subject. */
type Attributes = Pick<OutboxRow, 'id' | 'type' | 'org' | 'actor' | 'request_id' | 'created_at'>;

/** The envelope of an outbox row or a question: CloudEvents 1.0, in binary mode. */
export function envelopeOf(row: Attributes, source: string): MsgHdrs {
  const envelope = headers();
  const fields = {
    'ce-specversion': '1.0',
    'ce-id': row.id,
    'ce-type': row.type,
    'ce-source': `/${source}`,
    'ce-time': row.created_at.toISOString(),
    'ce-org': row.org,
    'ce-actor': row.actor ?? '',
    'ce-requestid': row.request_id,
    'content-type': 'application/json',
  };
  for (const [name, value] of Object.entries(fields)) envelope.set(name, value);
  return envelope;
}

/** The envelope of a row that repeats an event: the event's own, and its one recipient. */
export function repetitionOf(row: OutboxRow, { id, source, plugin, handler }: Repetition): MsgHdrs {
  const envelope = envelopeOf({ ...row, id }, source);
  envelope.set('ce-plugin', plugin);
  envelope.set('ce-handler', encodeURIComponent(handler));
  return envelope;
}

/** The content of a message of that kind; undefined for an invalid one, which is logged. */
export function tryToRead(
  message: Received & { readonly seq?: number },
  kind: SubjectKind,
  log: VaultLog,
): Delivery | undefined {
  try {
    return readDelivery(message, kind);
  } catch (error) {
    const { subject, seq: sequence } = message;
    log.error({ err: error, subject, sequence }, 'an invalid message was dropped');
    return undefined;
  }
}

type Received = Pick<Msg, 'subject' | 'headers' | 'json'>;

/** The content of a message of that kind; throws if its envelope is incomplete or names another org or sender than its subject. */
export function readDelivery(message: Received, kind: SubjectKind): Delivery {
  const names = Object.keys(attributes.shape);
  const found = names.map((name) => [name, message.headers?.get(`ce-${name}`) ?? '']);
  const said = attributes.parse(Object.fromEntries(found));
  const { id, type, org, actor, time, plugin, handler } = said;
  const { subject } = message;
  if (org !== orgOfSubject(subject)) {
    throw new VaultError('FORBIDDEN', `The envelope has the org "${org}", but its subject another one.`);
  }
  const source = said.source.replace(/^\//, '');
  const only = plugin === '' ? undefined : { plugin, handler: decodeURIComponent(handler) };
  refuseOtherSender(senderOfSubject(subject, kind), { source, subject, only });
  const tenant = { org, userId: actor === '' ? null : actor, roles: [] };
  return { id, type, tenant, time, requestId: said.requestid, subject, source, data: message.json(), only };
}

/** A plugin that repeats an event does so to itself alone, and names the plugin that fired it. */
function refuseOtherSender(
  sender: string,
  { source, subject, only }: Pick<Delivery, 'source' | 'subject' | 'only'>,
): void {
  const said = only && isReplay(subject) ? only.plugin : source;
  if (said === sender && (only === undefined || isReplay(subject) || only.plugin === source)) return;
  throw new VaultError('FORBIDDEN', `The envelope names ${said} as its sender, but its subject ${sender}.`);
}
