import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { faultPoint, type VaultLog } from '../kernel/index.ts';
import type { Broker } from './broker.ts';
import { envelopeOf, repetitionOf } from './envelope.ts';
import { batchSize, markPublished, readUnpublished, tidy, type OutboxRow } from './outboxRows.ts';
import { republishLost } from './republishLost.ts';
import { wakeUps, type WakeUps } from './wakeUps.ts';

const retryMs = 500;
const compareEveryMs = 60_000;
const tidyEveryMs = 60 * 60 * 1000;

/** What a relay works with: the runtime role's URL, the schema whose outbox it empties, and where it publishes. */
export interface RelayOptions {
  readonly databaseUrl: string;
  readonly schemaName: string;
  readonly plugin: string;
  readonly broker: Broker;
  readonly log: VaultLog;
}

/**
 * Publishes the outbox to JetStream in order, until `signal` says stop. Of all processes of a subgraph one relays at a
 * time, the holder of an advisory lock; the others wait for it. Failures are retried for ever.
 */
export async function relayOutbox(options: RelayOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await relayOnOneConnection(options, signal);
    } catch (error) {
      if (signal.aborted) return;
      options.log.warn({ err: error }, 'the outbox relay stopped; it starts again');
      await pause(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function relayOnOneConnection(options: RelayOptions, signal: AbortSignal): Promise<void> {
  const database = new pg.Client({ connectionString: options.databaseUrl, keepAlive: true });
  const wake = wakeUps(database);
  const end = () => {
    wake.lose(new Error('The relay is stopped.'));
    void database.end().catch(() => {});
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    await database.connect();
    while (!(await holdsLock(database, options.schemaName))) await wake.next();
    await database.query(`listen ${database.escapeIdentifier(`outbox_${options.schemaName}`)}`);
    await database.query(`set vault.relay = 'on'`);
    await publishForEver(database, options, wake);
  } finally {
    signal.removeEventListener('abort', end);
    await database.end().catch(() => {});
  }
}

async function holdsLock(database: pg.Client, schemaName: string): Promise<boolean> {
  const { rows } = await database.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtext($1)) as held`,
    [`outbox ${schemaName}`],
  );
  return rows[0]?.held ?? false;
}

async function publishForEver(database: pg.Client, options: RelayOptions, wake: WakeUps): Promise<never> {
  const compare = every(compareEveryMs, () => compareStreams(database, options));
  const clear = every(tidyEveryMs, () => tidy(database));
  for (;;) {
    await compare();
    const published = await publishBatch(database, options);
    if (published === batchSize) continue;
    await clear();
    await wake.next();
  }
}

/** Does the work at the first call, and after that at the first call in each interval. */
function every(milliseconds: number, work: () => Promise<void>): () => Promise<void> {
  let due = 0;
  return async () => {
    if (Date.now() < due) return;
    await work();
    due = Date.now() + milliseconds;
  };
}

async function compareStreams(database: pg.Client, { broker, log }: RelayOptions): Promise<void> {
  const lost = await republishLost(database, broker.manager);
  if (lost > 0) log.warn({ messages: lost }, 'the broker has lost messages; they are published again');
}

async function publishBatch(database: pg.Client, options: RelayOptions): Promise<number> {
  const rows = await readUnpublished(database);
  if (rows.length === 0) return 0;
  faultPoint('relay.before-publish');
  const acks = await Promise.all(rows.map((row) => publish(row, options)));
  faultPoint('relay.after-publish');
  await markPublished(database, rows, acks);
  faultPoint('relay.after-mark');
  return rows.length;
}

/** The message id lets JetStream drop a repetition. */
function publish(row: OutboxRow, { broker, plugin }: RelayOptions) {
  const headers = row.repeats ? repetitionOf(row, row.repeats) : envelopeOf(row, plugin);
  const options = { msgID: row.id, headers };
  return broker.client.publish(row.subject, JSON.stringify(row.data), options);
}
