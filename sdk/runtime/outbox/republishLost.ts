import type { JetStreamManager } from '@nats-io/jetstream';
import type pg from 'pg';
import { streams } from '@nimbusvault/sdk/kernel';
import type { Holds } from '../broker/heldMessages.ts';
import { markUnpublished, readNewestPublished } from './outboxRows.ts';

/**
 * Compares the content of the streams with the outbox. A broker acknowledges before its disk does, therefore
 * a crash can lose the end of a stream, or all of it. Lost messages become unpublished again; returns their number.
 */
export async function republishLost(database: pg.Client, site: StreamSite): Promise<number> {
  let lost = 0;
  for (const { name } of Object.values(streams)) lost += await republishLostOf(name, database, site);
  return lost;
}

/** The address of the streams, and the plugin that knows what they hold. */
interface StreamSite {
  readonly manager: JetStreamManager;
  readonly holds: Holds;
}

async function republishLostOf(
  stream: string,
  database: pg.Client,
  { manager, holds }: StreamSite,
): Promise<number> {
  const newest = await readNewestPublished(database, stream);
  if (!newest || (await holds({ stream, ...newest }))) return 0;
  const { state } = await manager.streams.info(stream);
  const survivor = await readNewestPublished(database, stream, state.last_seq);
  const isSameStore = survivor && (await holds({ stream, ...survivor }));
  return markUnpublished(database, stream, isSameStore ? survivor.sequence : 0);
}
