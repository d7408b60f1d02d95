import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { makeStore, type Store } from '../broker/store.ts';

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
  const opened = new WeakMap<NatsConnection, Promise<Store | undefined>>(); // a composer looks ten times a second
  const open = async (): Promise<Store | undefined> => {
    const connection = connectionNow();
    if (!connection) return undefined;
    const store = opened.get(connection) ?? makeStore(connection, buckets.supergraphs, { ttlMs: keptMs });
    opened.set(connection, store);
    return store.catch(() => void opened.delete(connection));
  };
  return {
    async find(key) {
      const entry = await (await open())?.get(key).catch(() => undefined);
      return entry?.value && decompress(entry.value).then(String, () => undefined);
    },
    async keep(key, supergraphSdl) {
      const store = await open();
      await store?.put(key, await compress(supergraphSdl)).catch(() => {});
    },
  };
}
