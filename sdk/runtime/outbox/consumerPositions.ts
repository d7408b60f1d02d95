import type pg from 'pg';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import type { MakeConsumer } from '../broker/makeConsumer.ts';

/** A consumer, by its stream, its name and its messages. */
export interface ConsumerName {
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
}

interface Means {
  readonly consumers: readonly ConsumerName[];
  readonly broker: Broker;
  readonly make: MakeConsumer;
  readonly log: VaultLog;
}

interface Row {
  readonly origin: string;
  readonly sequence: number;
}

const readSql = `select origin, sequence::float8 as sequence from consumer_position where stream = $1 and durable = $2`;

const writeSql = `
  insert into consumer_position (org, stream, durable, origin, sequence) values ('', $1, $2, $3, $4)
  on conflict (org, stream, durable) do update set origin = excluded.origin, sequence = excluded.sequence`;

/**
 * Keeps in the database up to where each consumer has settled its messages. A database that was restored from a backup is
 * behind its consumers, which would never deliver again what it has forgotten: they begin anew where the database is, and
 * the inbox passes over what it knows. So do the few messages that were settled after the last record of a killed process.
 */
export function createPositionKeeper(means: Means): (database: pg.Client) => Promise<void> {
  const known = new Map<ConsumerName, number>();
  return async (database) => {
    for (const consumer of means.consumers) {
      const sequence = await keep(consumer, { ...means, database, known: known.get(consumer) });
      if (sequence !== undefined) known.set(consumer, sequence);
    }
  };
}

/** The position that the database has from now on; undefined while there is no consumer. */
async function keep(
  consumer: ConsumerName,
  { broker, make, log, database, known }: Means & { database: pg.Client; known: number | undefined },
): Promise<number | undefined> {
  const { stream, durable } = consumer;
  const { manager } = broker;
  const settled = await manager.consumers.info(stream, durable).catch(() => undefined);
  if (!settled) return undefined;
  const { created: origin } = await manager.streams.info(stream);
  const { rows } = await database.query<Row>(readSql, [stream, durable]);
  const [row = { origin, sequence: 0 }] = rows;
  const floor = settled.ack_floor.stream_seq;
  if (row.origin === origin && row.sequence < (known ?? floor)) {
    await make({ ...consumer, after: row.sequence });
    log.warn(
      { stream, after: row.sequence, settled: floor },
      'the database is older than its consumer; messages are delivered again',
    );
    return row.sequence;
  }
  if (row.origin !== origin || floor > row.sequence)
    await database.query(writeSql, [stream, durable, origin, floor]);
  return row.origin === origin ? Math.max(floor, row.sequence) : floor;
}
