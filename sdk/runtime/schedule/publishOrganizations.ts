import type pg from 'pg';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import { openStoreOf, type Store } from '../broker/store.ts';
import { isPluginUser } from '../broker/broker.ts';
import { whileListening, type Listening } from '../outbox/whileListening.ts';
import type { Bucket } from '../registry/bucket.ts';
import { keepConnected } from '../registry/keepConnected.ts';

/** The database with core's organizations, and the broker whose bucket the plugins read. */
interface OrganizationSite {
  readonly plugin: { readonly name: string; readonly schemaName: string };
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly log: VaultLog;
}

const ever = new Date(0);
/** A row can commit this much later than its time says. */
const overlapMs = 60_000;

const changedSql = `
  select shard, max(changed_at) as "changedAt" from known_organization where changed_at >= $1 group by shard`;

const ofShardSql = `select org from known_organization where shard = $1 and not is_gone order by org`;

/**
 * Publishes the organizations of a schema, a list for each shard, so that no message outgrows the broker's limit: all of them on
 * each new connection, then each that has changed as it commits. Several processes may do it at once.
 */
export function publishOrganizations(site: OrganizationSite): { stop(): Promise<void> } {
  const { natsUrl, plugin, log } = site;
  const stopping = new AbortController();
  const client = { natsUrl, name: plugin.name, log };
  const ended = keepConnected(client, (bucket, over) => publish(site, bucket, over), stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function publish(
  { databaseUrl, natsUrl, plugin }: OrganizationSite,
  { connection }: Bucket,
  over: AbortSignal,
): Promise<void> {
  const store = await openStoreOf({ connection, isPlugin: isPluginUser(natsUrl) }, buckets.organizations);
  const channel = `organizations_${plugin.schemaName}`;
  await whileListening({ databaseUrl, channel }, over, (listening) =>
    followChanges({ store, ...listening }, over),
  );
}

interface Sides extends Listening {
  readonly store: Store;
}

async function followChanges({ database, store, bells }: Sides, over: AbortSignal): Promise<void> {
  const written = new Map<number, string>();
  let since = ever;
  while (!over.aborted) {
    const { rows } = await database.query<{ shard: number; changedAt: Date }>(changedSql, [since]);
    for (const { shard } of rows)
      if (written.get(shard) !== (await readShard(shard, database)))
        written.set(shard, await writeShard(shard, database, store));
    const last = Math.max(...rows.map(({ changedAt }) => changedAt.getTime()));
    if (rows.length > 0) since = new Date(last - overlapMs);
    await bells.next();
  }
}

async function readShard(shard: number, database: pg.Client): Promise<string> {
  const { rows } = await database.query<{ org: string }>(ofShardSql, [shard]);
  return JSON.stringify(rows.map(({ org }) => org));
}

/** The entry is read before the rows: one that somebody else has written since then is not overwritten with older rows. */
async function writeShard(shard: number, database: pg.Client, store: Store): Promise<string> {
  for (;;) {
    const entry = await store.get(String(shard));
    const text = await readShard(shard, database);
    if (entry?.value && Buffer.from(entry.value).toString() === text) return text;
    if ((await store.writeAt(String(shard), text, entry?.revision ?? 0)) !== undefined) return text;
  }
}
