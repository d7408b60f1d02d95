import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager, type ConsumerMessages } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';

const stream = 'BARE';
const subject = 'bare.told';
// The batch size of the relay, and the number of messages that the consumer has in hand.
const atOnce = 500;

/** The envelope of an event, without its id. */
const envelope = {
  'ce-specversion': '1.0',
  'ce-type': 'teller.told.v1',
  'ce-source': '/Teller',
  'ce-time': new Date().toISOString(),
  'ce-org': 'acme',
  'ce-actor': '',
  'ce-requestid': 'bench',
  'content-type': 'application/json',
};

/** The messages of a durable consumer of a separate stream with file storage. */
export async function consumeBare(nats: NatsConnection): Promise<ConsumerMessages> {
  const manager = await jetstreamManager(nats);
  await manager.streams.add({ name: stream, subjects: [subject], storage: 'file' });
  await manager.consumers.add(stream, {
    durable_name: 'bare',
    ack_policy: 'explicit',
    max_ack_pending: 10_000,
  });
  const consumer = await jetstream(nats).consumers.get(stream, 'bare');
  return consumer.consume({ max_messages: atOnce });
}

/** Publishes the same messages as the relay, in batches of the same size, and waits until the stream has stored each. */
export async function publishBare(nats: NatsConnection, messages: number, body: string): Promise<void> {
  const client = jetstream(nats);
  for (let sent = 0; sent < messages; sent += atOnce) {
    const size = Math.min(atOnce, messages - sent);
    await Promise.all(Array.from({ length: size }, () => publishOne(client, body)));
  }
}

async function publishOne(client: ReturnType<typeof jetstream>, body: string): Promise<void> {
  const id = randomUUID();
  const said = headers();
  for (const [name, value] of Object.entries({ 'ce-id': id, ...envelope })) said.set(name, value);
  await client.publish(subject, body, { msgID: id, headers: said });
}
