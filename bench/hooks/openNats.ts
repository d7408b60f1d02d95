import { connect, type NatsConnection } from '@nats-io/transport-node';

/** A connection to the broker at the URL, which contains the credentials. */
export async function openNats(natsUrl: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(natsUrl);
  return connect({ servers: host, user: username, pass: password });
}
