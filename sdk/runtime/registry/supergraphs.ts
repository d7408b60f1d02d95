import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { openStore } from './bucket.ts';

const keptMs = 24 * 60 * 60 * 1000;
const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

/** The supergraphs that one gateway has composed, for the others; by a key of their inputs. */
export interface SharedSupergraphs {
  /** The supergraph's SDL; undefined where nobody has composed it within a day, or the broker is away. */
  find(key: string): Promise<string | undefined>;
  /** Nothing where the broker is away or it is too large a message: then the others compose themselves. */
  keep(key: string, supergraphSdl: string): Promise<void>;
}

/** Over the registry's own connection, while there is one. */
export function shareSupergraphs(connectionNow: () => NatsConnection | undefined): SharedSupergraphs {
  const opened = new WeakMap<NatsConnection, Promise<KV | undefined>>(); // a composer looks ten times a second
  const open = async (): Promise<KV | undefined> => {
    const connection = connectionNow();
    if (!connection) return undefined;
    const store = opened.get(connection) ?? openStore(connection, buckets.supergraphs, { ttl: keptMs });
    opened.set(connection, store);
    return store.catch(() => void opened.delete(connection));
  };
  return {
    async find(key) {
      const entry = await (await open())?.get(key).catch(() => undefined);
      return entry?.operation === 'PUT' ? String(await decompress(entry.value)) : undefined;
    },
    async keep(key, supergraphSdl) {
      const kv = await open();
      await kv?.put(key, await compress(supergraphSdl)).catch(() => {});
    },
  };
}
