import type pg from 'pg';
import { z } from 'zod';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import type { MakeConsumer } from '../broker/makeConsumer.ts';
import { openStoreOf, type Store } from '../broker/store.ts';

/** A consumer, by its stream, its name and its messages. */
export interface ConsumerName {
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
}

interface Means {
  readonly plugin: string;
  readonly consumers: readonly ConsumerName[];
  readonly broker: Broker;
  readonly make: MakeConsumer;
  readonly log: VaultLog;
}

/**
 * Up to where a consumer has settled its messages, in a stream that was made at `origin`. `written` is the write of the database's record, as no
 * backup brings it back: by its transaction, and by the start of the server. Records of earlier versions lack it.
 */
const position = z.object({ origin: z.string(), sequence: z.number(), written: z.string().optional() });
const positions = z.record(z.string(), position);

type Position = z.infer<typeof position>;

const columns = `origin, sequence::float8 as sequence, consumer_position.xmin || ' ' || extract(epoch from pg_postmaster_start_time()) as written`;

const readSql = `select ${columns} from consumer_position where stream = $1 and durable = $2`;

const writeSql = `
  insert into consumer_position (org, stream, durable, origin, sequence) values ('', $1, $2, $3, $4)
  on conflict (org, stream, durable) do update set origin = excluded.origin, sequence = excluded.sequence
  returning ${columns}`;

/**
 * Records how far each consumer is, first in the database and then in the broker. Where the broker knows of more, or of another write of the
 * same record, the database may have been restored from a backup, and its consumers would never deliver again what it has forgotten: they
 * begin anew where the database is, and the inbox passes over what it knows.
 */
export function createPositionKeeper(means: Means): (database: pg.Client) => Promise<void> {
  let opened: Promise<Store> | undefined;
  return async (database) => {
    try {
      opened ??= openStoreOf(means.broker, buckets.positions);
      await keepAll(await opened, database, means);
    } catch (error) {
      opened = undefined;
      means.log.debug({ err: error }, 'the positions of the consumers are not recorded; trying again');
    }
  };
}

async function keepAll(store: Store, database: pg.Client, means: Means): Promise<void> {
  const entry = await store.get(means.plugin);
  const before = positions.safeParse(tryToParse(entry?.value)).data ?? {};
  const after: Record<string, Position> = {};
  for (const consumer of means.consumers) {
    const key = `${consumer.stream} ${consumer.durable}`;
    const now = await keep(consumer, { ...means, database, recorded: before[key] });
    if (now) after[key] = now;
  }
  const [text, known] = [JSON.stringify(after), JSON.stringify(before)];
  if (text !== known) await store.put(means.plugin, text);
}

/** The position that the database has from now on; undefined while there is no consumer. */
async function keep(
  consumer: ConsumerName,
  {
    broker,
    make,
    log,
    database,
    recorded,
  }: Means & { readonly database: pg.Client; readonly recorded: Position | undefined },
): Promise<Position | undefined> {
  const { stream, durable } = consumer;
  const { consumers, streams } = broker.manager;
  const found = await consumers.info(stream, durable).catch(() => undefined);
  if (!found) return undefined;
  const { created: origin } = await streams.info(stream);
  const { rows } = await database.query<Position>(readSql, [stream, durable]);
  const known = rows.find((row) => row.origin === origin) ?? { origin, sequence: 0 };
  const settled = found.ack_floor.stream_seq;
  if (recorded && mayBeRestored(known, { recorded, settled })) {
    await make({ ...consumer, after: known.sequence });
    const facts = { stream, after: known.sequence, settled };
    log.warn(facts, 'the database is older than its consumer; messages are delivered again');
    return known;
  }
  if (settled <= known.sequence) return known;
  const written = await database.query<Position>(writeSql, [stream, durable, origin, settled]);
  return written.rows[0];
}

/** A message that was settled after the last record says nothing, as long as the database has that very record. */
function mayBeRestored(
  known: Position,
  { recorded, settled }: { readonly recorded: Position; readonly settled: number },
): boolean {
  if (recorded.origin !== known.origin) return false;
  if (known.sequence < recorded.sequence) return true;
  return recorded.written !== undefined && recorded.written !== known.written && known.sequence < settled;
}

function tryToParse(value: Uint8Array | undefined): unknown {
  try {
    return value && JSON.parse(Buffer.from(value).toString());
  } catch {
    return undefined;
  }
}
