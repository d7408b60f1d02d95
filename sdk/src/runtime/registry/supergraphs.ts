import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { jetstream } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '../../kernel/index.ts';

const keptMs = 24 * 60 * 60 * 1000;
const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

/** What one gateway has composed, for the others; by a key that says from what. */
export interface SharedSupergraphs {
  /** The supergraph's SDL; undefined where nobody has composed it within a day, or the broker is away. */
  find(key: string): Promise<string | undefined>;
  /** Nothing where the broker is away or it is too large a message: then the others compose themselves. */
  keep(key: string, supergraphSdl: string): Promise<void>;
}

/** Over the registry's own connection, while there is one. */
export function shareSupergraphs(connectionNow: () => NatsConnection | undefined): SharedSupergraphs {
  return {
    async find(key) {
      const entry = await (await openSupergraphs(connectionNow()))?.get(key).catch(() => undefined);
      return entry?.operation === 'PUT' ? String(await decompress(entry.value)) : undefined;
    },
    async keep(key, supergraphSdl) {
      const kv = await openSupergraphs(connectionNow());
      await kv?.put(key, await compress(supergraphSdl)).catch(() => {});
    },
  };
}

function openSupergraphs(connection: NatsConnection | undefined): Promise<KV | undefined> {
  if (!connection) return Promise.resolve(undefined);
  const options = { history: 1, ttl: keptMs };
  return new Kvm(jetstream(connection)).create(buckets.supergraphs, options).catch(() => undefined);
}
