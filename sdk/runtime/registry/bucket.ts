import { Kvm, type KV, type KvEntry, type KvOptions } from '@nats-io/kv';
import { JetStreamApiCodes, JetStreamApiError, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import { noteEntry, type Effect, type Entry, type Registry } from './state/registry.ts';
import { connectBroker } from '../broker/broker.ts';

/** The registry's bucket, over one connection. */
export interface Bucket {
  readonly connection: NatsConnection;
  readonly kv: KV;
  close(): Promise<void>;
}

/** Connects to the registry, and makes it if it does not exist. */
export async function openBucket(natsUrl: string, name: string): Promise<Bucket> {
  const connection = await connectBroker(natsUrl, name);
  try {
    const kv = await openStore(connection, buckets.registry);
    return { connection, kv, close: () => connection.close().catch(() => {}) };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** A bucket with the latest of each key, which is made if it does not exist. */
export function openStore(
  connection: NatsConnection,
  name: string,
  limits: Pick<Partial<KvOptions>, 'ttl' | 'max_bytes'> = {},
): Promise<KV> {
  return new Kvm(jetstream(connection)).create(name, { history: 1, ...limits });
}

/** The values of all keys as `read` parses them, without those that it cannot. */
export async function readAll<Value>(
  kv: KV,
  read: (entry: KvEntry) => Value | undefined,
): Promise<readonly Value[]> {
  if ((await kv.status()).values === 0) return [];
  const found: Value[] = [];
  for await (const entry of await kv.watch()) {
    const value = entry.operation === 'PUT' ? read(entry) : undefined;
    if (value !== undefined) found.push(value);
    if (entry.isUpdate || entry.delta === 0) break;
  }
  return found;
}

/** Applies an entry from the broker; an invalid one is logged and passed over. */
export function takeEntry(registry: Registry, entry: KvEntry, log: VaultLog): Effect {
  const { key } = entry;
  const effect = noteEntry(registry, asEntry(entry));
  if (effect === 'none') log.error({ key }, 'an invalid entry of the registry was passed over');
  return effect;
}

function asEntry(entry: KvEntry): Entry {
  const { key, revision, operation } = entry;
  if (operation !== 'PUT') return { key, revision };
  try {
    return { key, revision, value: entry.json<unknown>() ?? null };
  } catch {
    return { key, revision, value: null };
  }
}

/** Writes a key if it is still at `revision`, 0 for never written; returns undefined if somebody else was faster. */
export async function writeAt(
  { kv }: Pick<Bucket, 'kv'>,
  { key, value, revision }: Entry,
): Promise<number | undefined> {
  const text = JSON.stringify(value);
  try {
    return await (revision === 0 ? kv.create(key, text) : kv.update(key, text, revision));
  } catch (error) {
    if (isOvertaken(error)) return undefined;
    throw error;
  }
}

function isOvertaken(error: unknown): boolean {
  const code = error instanceof JetStreamApiError ? error.code : undefined;
  return (
    code === JetStreamApiCodes.StreamWrongLastSequence ||
    code === JetStreamApiCodes.StreamWrongLastSequenceUnknown
  );
}
