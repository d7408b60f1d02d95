import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { keepConnected } from '../registry/keepConnected.ts';
import { writeAt, type Bucket } from '../registry/bucket.ts';
import { readVersion } from '../registry/state/entries.ts';
import { whileListening, type Listening } from '../outbox/whileListening.ts';

/** The database with the table, and the registry that gateways follow. */
export interface MirrorSite {
  readonly plugin: { readonly name: string; readonly schemaName: string };
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly log: VaultLog;
}

/** A row to be mirrored: `version` grows with each change, of which `changedAt` is the time. */
interface Row {
  readonly version: number;
  readonly changedAt: Date;
}

/** A table whose changes ring `<name>_<schema>`. */
interface MirroredTable<Mirrored extends Row> {
  readonly name: string;
  /** Selects the rows that have changed since $1, in that order. */
  readonly changedSql: string;
  keyOf(row: Mirrored): string;
  valueOf(row: Mirrored): object;
}

const ever = new Date(0);
/** A row can commit this much later than its time says. */
const overlapMs = 60_000;

/**
 * Writes the rows of a table to the registry: all of them on each new connection, then each change as it commits.
 * Several processes may do it at once: an entry never gives way to an older version.
 */
export function mirrorTable<Mirrored extends Row>(
  table: MirroredTable<Mirrored>,
  site: MirrorSite,
): { stop(): Promise<void> } {
  const { natsUrl, plugin, log } = site;
  const stopping = new AbortController();
  const client = { natsUrl, name: plugin.name, log };
  const ended = keepConnected(
    client,
    (bucket, over) => publish({ ...site, table }, bucket, over),
    stopping.signal,
  );
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function publish<Mirrored extends Row>(
  { databaseUrl, plugin, table }: MirrorSite & { readonly table: MirroredTable<Mirrored> },
  bucket: Bucket,
  over: AbortSignal,
): Promise<void> {
  const channel = `${table.name}_${plugin.schemaName}`;
  await whileListening({ databaseUrl, channel }, over, (listening) =>
    followChanges({ table, bucket, ...listening }, over),
  );
}

interface Sides<Mirrored extends Row> extends Listening {
  readonly table: MirroredTable<Mirrored>;
  readonly bucket: Bucket;
}

async function followChanges<Mirrored extends Row>(
  { table, database, bucket, bells }: Sides<Mirrored>,
  over: AbortSignal,
): Promise<void> {
  let since = ever;
  let written: ReadonlyMap<string, number> = new Map();
  while (!over.aborted) {
    const { rows } = await database.query<Mirrored>(table.changedSql, [since]);
    for (const row of rows)
      if (written.get(table.keyOf(row)) !== row.version) await write(row, table, bucket);
    written = new Map(rows.map((row) => [table.keyOf(row), row.version]));
    const last = rows.at(-1);
    if (last) since = new Date(last.changedAt.getTime() - overlapMs);
    await bells.next();
  }
}

async function write<Mirrored extends Row>(
  row: Mirrored,
  table: MirroredTable<Mirrored>,
  { store }: Pick<Bucket, 'store'>,
): Promise<void> {
  const key = table.keyOf(row);
  const { version, changedAt } = row;
  const value = { ...table.valueOf(row), version, at: changedAt.toISOString() };
  for (;;) {
    const entry = await store.get(key);
    const known = entry?.value ? readVersion(Buffer.from(entry.value).toString()) : undefined;
    if (known !== undefined && known >= version) return;
    if (await writeAt({ store }, { key, value, revision: entry?.revision ?? 0 })) return;
  }
}
