import type { JetStreamManager } from '@nats-io/jetstream';
import type pg from 'pg';
import { streams } from '../kernel/index.ts';
import { markUnpublished, readNewestPublished, type PublishedRow } from './outboxRows.ts';

/**
 * Compares what the streams hold with what the outbox knows they took. A broker acknowledges before its disk does, so
 * that a crash can cost a stream its end, or all of it. What was lost becomes unpublished again; how many there were.
 */
export async function republishLost(database: pg.Client, manager: JetStreamManager): Promise<number> {
  let lost = 0;
  for (const { name } of Object.values(streams)) lost += await republishLostOf(name, database, manager);
  return lost;
}

async function republishLostOf(
  stream: string,
  database: pg.Client,
  manager: JetStreamManager,
): Promise<number> {
  const newest = await readNewestPublished(database, stream);
  if (!newest || (await holds(manager, stream, newest))) return 0;
  const { state } = await manager.streams.info(stream);
  const survivor = await readNewestPublished(database, stream, state.last_seq);
  const isSameStore = survivor && (await holds(manager, stream, survivor));
  return markUnpublished(database, stream, isSameStore ? survivor.sequence : 0);
}

async function holds(
  manager: JetStreamManager,
  stream: string,
  { id, sequence }: PublishedRow,
): Promise<boolean> {
  const message = await manager.streams.getMessage(stream, { seq: sequence });
  return message?.header.get('Nats-Msg-Id') === id;
}
