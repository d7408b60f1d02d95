import type { MikroORM } from '@mikro-orm/postgresql';
import { within } from '@nimbusvault/sdk/kernel';

const patienceMs = 2_000;

/** The state of a plugin's database. */
export interface Condition {
  /** How far this process's clock is ahead of PostgreSQL's. */
  readonly aheadMs: number;
  /** The age of the oldest message that has not reached NATS yet; 0 if there is none. */
  readonly waitingMs: number;
}

const sql = `
  select extract(epoch from clock_timestamp()) * 1000 as now,
    coalesce(extract(epoch from clock_timestamp() - (
      select created_at from outbox where published_at is null and stream is null order by position limit 1
    )) * 1000, 0) as waiting`;

/** Returns undefined if the database does not answer within 2 s. */
export async function examine(orm: MikroORM): Promise<Condition | undefined> {
  const em = orm.em.fork({ session: { variables: { 'vault.relay': 'on' } } }); // of all organizations
  const read = em.execute<{ now: string; waiting: string }[]>(sql).then(([row]) => ({
    aheadMs: Date.now() - Number(row?.now),
    waitingMs: Number(row?.waiting),
  }));
  return within(patienceMs, read, () => undefined).catch(() => undefined);
}
