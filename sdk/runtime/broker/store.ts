import { setTimeout as pause } from 'node:timers/promises';
import {
  JetStreamApiCodes,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
  type StoredMsg,
} from '@nats-io/jetstream';
import { headers, nanos, type NatsConnection } from '@nats-io/transport-node';
import type { Broker } from './broker.ts';

const operationHeader = 'KV-Operation';
const readAtOnce = 64;
const lookEveryMs = 250;
/** The followers of a bucket have seen a deletion by then. The keys of processes would gather otherwise, one for each that ever ran. */
const markersLast = '1h';
const duplicateWindowMs = 2 * 60 * 1000;

/** A key: its value, and the revision at which it was written. */
export interface StoreEntry {
  readonly key: string;
  readonly revision: number;
  readonly created: Date;
  /** Undefined once it is deleted. */
  readonly value: Uint8Array | undefined;
}

/** How long the entries of a bucket are kept, and how many bytes it holds; without an end by default. */
interface StoreLimits {
  readonly ttlMs?: number;
  readonly mostBytes?: number;
}

/** A bucket of the broker with the latest of each key. */
export interface Store {
  get(key: string): Promise<StoreEntry | undefined>;
  /** Returns the revision. */
  put(key: string, value: string | Uint8Array): Promise<number>;
  /** Writes a key if it is still at `revision`, 0 for never written or deleted; returns undefined if somebody else was faster. */
  writeAt(key: string, value: string, revision: number): Promise<number | undefined>;
  delete(key: string): Promise<void>;
  /** The entries of all keys, or of those that match, deleted ones included, and the revision up to which they are known. */
  readAll(pattern?: string): Promise<{ readonly entries: readonly StoreEntry[]; readonly upTo: number }>;
  /** Takes each change after a revision, at most 250 ms late, until `signal` aborts. Throws once the connection is lost. */
  follow(
    after: number,
    take: (entry: StoreEntry) => Promise<void> | void,
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Opens a bucket by requests alone. A watch would be a consumer, which no process may make: it can be made to deliver what it likes wherever
 * it likes; the same holds for a direct read.
 */
export async function openStore(connection: NatsConnection, bucket: string): Promise<Store> {
  const stream = streamOf(bucket);
  const [client, manager] = [jetstream(connection), await jetstreamManager(connection, { checkAPI: false })];
  await manager.streams.info(stream);
  const place = { bucket, stream, client, manager };
  return {
    get: (key) => read(place, { last_by_subj: subjectOf(bucket, key) }),
    put: async (key, value) => (await client.publish(subjectOf(bucket, key), value)).seq,
    writeAt: (key, value, revision) => writeAt(place, { key, value, revision }),
    delete: (key) => remove(place, key),
    readAll: (pattern = '>') => readAll(place, pattern),
    follow: (after, take, signal) => follow(place, { after, take }, signal),
  };
}

/** Opens a bucket, and makes it if it does not exist, or if an earlier version has made it otherwise. */
export async function makeStore(
  connection: NatsConnection,
  bucket: string,
  { ttlMs = 0, mostBytes = -1 }: StoreLimits = {},
): Promise<Store> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const name = streamOf(bucket);
  const found = await streams.info(name).catch(() => undefined);
  const wanted = {
    subjects: [subjectOf(bucket, '>')],
    max_msgs_per_subject: 1,
    max_bytes: mostBytes,
    max_age: nanos(ttlMs),
    duplicate_window: nanos(ttlMs > 0 ? Math.min(ttlMs, duplicateWindowMs) : duplicateWindowMs),
    storage: 'file',
    discard: 'new',
    deny_delete: true,
    // With a rollup, one that may write a single key deletes them all; a direct read is delivered wherever its reader likes.
    allow_rollup_hdrs: false,
    allow_direct: false,
    allow_msg_ttl: true,
  } as const;
  if (!found) await streams.add({ name, ...wanted, subjects: [...wanted.subjects] });
  else if (found.config.allow_rollup_hdrs || found.config.allow_direct || !found.config.allow_msg_ttl)
    await streams.update(name, { allow_rollup_hdrs: false, allow_direct: false, allow_msg_ttl: true });
  return openStore(connection, bucket);
}

/** Opens a bucket over a connection: a plugin's process waits until core or a gateway has made it. */
export function openStoreOf(
  { connection, isPlugin }: Pick<Broker, 'connection' | 'isPlugin'>,
  bucket: string,
): Promise<Store> {
  return (isPlugin ? openStore : makeStore)(connection, bucket);
}

interface Place {
  readonly bucket: string;
  readonly stream: string;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
}

function subjectOf(bucket: string, key: string): string {
  return `$KV.${bucket}.${key}`;
}

type Query = Parameters<JetStreamManager['streams']['getMessage']>[1];

async function read({ bucket, stream, manager }: Place, query: Query): Promise<StoreEntry | undefined> {
  const message = await manager.streams.getMessage(stream, query);
  return message ? entryOf(message, bucket) : undefined;
}

function entryOf({ subject, seq, time, header, data }: StoredMsg, bucket: string): StoreEntry {
  const isDeleted = header.get(operationHeader) !== '';
  const key = subject.slice(subjectOf(bucket, '').length);
  return { key, revision: seq, created: time, value: isDeleted ? undefined : data };
}

async function writeAt(
  place: Place,
  { key, value, revision }: { readonly key: string; readonly value: string; readonly revision: number },
): Promise<number | undefined> {
  const { bucket, client } = place;
  const write = async (lastSubjectSequence: number) =>
    (await client.publish(subjectOf(bucket, key), value, { expect: { lastSubjectSequence } })).seq;
  try {
    return await write(revision);
  } catch (error) {
    if (!isOvertaken(error)) throw error;
  }
  const found = revision === 0 ? await read(place, { last_by_subj: subjectOf(bucket, key) }) : undefined;
  if (!found || found.value) return undefined;
  return write(found.revision).catch((error: unknown) => {
    if (isOvertaken(error)) return undefined;
    throw error;
  });
}

function isOvertaken(error: unknown): boolean {
  const code = error instanceof JetStreamApiError ? error.code : undefined;
  return (
    code === JetStreamApiCodes.StreamWrongLastSequence ||
    code === JetStreamApiCodes.StreamWrongLastSequenceUnknown
  );
}

async function remove({ bucket, client }: Place, key: string): Promise<void> {
  const marker = headers();
  marker.set(operationHeader, 'DEL');
  await client.publish(subjectOf(bucket, key), '', { headers: marker, ttl: markersLast });
}

async function readAll(place: Place, pattern: string): Promise<Awaited<ReturnType<Store['readAll']>>> {
  const { bucket, stream, manager } = place;
  const { state } = await manager.streams.info(stream, { subjects_filter: subjectOf(bucket, pattern) });
  const subjects = Object.keys(state.subjects ?? {});
  const entries: StoreEntry[] = [];
  for (let first = 0; first < subjects.length; first += readAtOnce) {
    const some = subjects.slice(first, first + readAtOnce);
    const found = await Promise.all(some.map((last_by_subj) => read(place, { last_by_subj })));
    entries.push(...found.flatMap((entry) => entry ?? []));
  }
  const inOrder = entries.toSorted((one, other) => one.revision - other.revision);
  return { entries: inOrder, upTo: state.last_seq };
}

async function follow(
  place: Place,
  { after, take }: { after: number; take: (entry: StoreEntry) => Promise<void> | void },
  signal: AbortSignal,
): Promise<void> {
  let known = after;
  while (!signal.aborted) {
    const query = { seq: known + 1, next_by_subj: subjectOf(place.bucket, '>') };
    const entry = await read(place, query);
    if (entry) {
      known = entry.revision;
      await take(entry);
    } else await pause(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

function streamOf(bucket: string): string {
  return `KV_${bucket}`;
}
