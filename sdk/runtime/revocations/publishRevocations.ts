import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { keepConnected } from '../registry/keepConnected.ts';
import { writeAt, type Bucket } from '../registry/bucket.ts';
import { keys, readRevocation } from '../registry/state/entries.ts';
import { whileListening, type Listening } from '../outbox/whileListening.ts';

/** The database with the revocations, and the registry that gateways follow. */
interface RevocationSite {
  readonly plugin: { readonly name: string; readonly schemaName: string };
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly log: VaultLog;
}

interface Row {
  readonly org: string;
  readonly userId: string;
  readonly isRevoked: boolean;
  readonly version: number;
  readonly changedAt: Date;
}

const ever = new Date(0);
/** A row can commit this much later than its time says. */
const overlapMs = 60_000;

const changedSql = `
  select org, user_id as "userId", is_revoked as "isRevoked", version, changed_at as "changedAt"
    from revocation where changed_at >= $1 order by changed_at`;

/**
 * Writes the revocations of a schema to the registry: all of them on each new connection, then each change as it commits.
 * Several processes may do it at once: an entry never gives way to an older version.
 */
export function publishRevocations(site: RevocationSite): { stop(): Promise<void> } {
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
  { databaseUrl, plugin }: RevocationSite,
  bucket: Bucket,
  over: AbortSignal,
): Promise<void> {
  const channel = `revocation_${plugin.schemaName}`;
  await whileListening({ databaseUrl, channel }, over, (listening) =>
    followChanges({ bucket, ...listening }, over),
  );
}

interface Sides extends Listening {
  readonly bucket: Bucket;
}

async function followChanges({ database, bucket, bells }: Sides, over: AbortSignal): Promise<void> {
  let since = ever;
  let written: ReadonlyMap<string, number> = new Map();
  while (!over.aborted) {
    const { rows } = await database.query<Row>(changedSql, [since]);
    for (const row of rows) if (written.get(keys.revoked(row)) !== row.version) await write(row, bucket);
    written = new Map(rows.map((row) => [keys.revoked(row), row.version]));
    const last = rows.at(-1);
    if (last) since = new Date(last.changedAt.getTime() - overlapMs);
    await bells.next();
  }
}

async function write(row: Row, bucket: Bucket): Promise<void> {
  const { org, userId, isRevoked, version, changedAt } = row;
  const value = { org, userId, isRevoked, version, at: changedAt.toISOString() };
  for (;;) {
    const entry = await bucket.store.get(keys.revoked(row));
    const known = entry?.value && readRevocation(Buffer.from(entry.value).toString());
    if (known && known.version >= version) return;
    if (await writeAt(bucket, { key: keys.revoked(row), value, revision: entry?.revision ?? 0 })) return;
  }
}
