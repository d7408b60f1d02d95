import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import { noteEntry, type Effect, type Entry, type Registry } from './state/registry.ts';
import { connectBroker, isPluginUser } from '../broker/broker.ts';
import { openStoreOf, type Store, type StoreEntry } from '../broker/store.ts';

/** The registry's bucket, over one connection. */
export interface Bucket {
  readonly connection: NatsConnection;
  readonly store: Store;
  close(): Promise<void>;
}

/** Connects to the registry, and makes it if it does not exist; a plugin has to wait until core or a gateway has. */
export async function openBucket(natsUrl: string, name: string): Promise<Bucket> {
  const connection = await connectBroker(natsUrl, name);
  try {
    const store = await openStoreOf({ connection, isPlugin: isPluginUser(natsUrl) }, buckets.registry);
    return { connection, store, close: () => connection.close().catch(() => {}) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The values of all keys as `read` parses them, without those that it cannot. */
export async function readAll<Value>(
  store: Store,
  read: (entry: StoreEntry) => Value | undefined,
): Promise<readonly Value[]> {
  const { entries } = await store.readAll();
  const values = entries.map((entry) => entry.value && read(entry));
  return values.filter((value) => value !== undefined);
}

/** Applies an entry from the broker; an invalid one is logged and passed over. */
export function takeEntry(registry: Registry, entry: StoreEntry, log: VaultLog): Effect {
  const { key } = entry;
  const effect = noteEntry(registry, asEntry(entry));
  if (effect === 'none') log.error({ key }, 'an invalid entry of the registry was passed over');
  return effect;
}

function asEntry({ key, revision, value }: StoreEntry): Entry {
  return value ? { key, revision, value: readJson(value) ?? null } : { key, revision };
}

/** The JSON of an entry; undefined for any other text. */
export function readJson(value: Uint8Array | undefined): unknown {
  try {
    return value && JSON.parse(Buffer.from(value).toString());
  } catch {
    return undefined;
  }
}

const acknowledgement = z.object({ stream: z.string(), seq: z.number() });
const answer = z.object({ type: z.string().startsWith('io.nats.') });

/** True for the words of the broker itself; an entry that is only unknown may be a newer version's. */
export function isFromBroker(value: Uint8Array | undefined): boolean {
  return acknowledgement.or(answer).safeParse(readJson(value)).success;
}

/** Writes a key if it is still at `revision`, 0 for never written; returns undefined if somebody else was faster. */
export function writeAt(
  { store }: Pick<Bucket, 'store'>,
  { key, value, revision }: Entry,
): Promise<number | undefined> {
  return store.writeAt(key, JSON.stringify(value), revision);
}
