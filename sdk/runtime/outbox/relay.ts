import { setTimeout as pause } from 'node:timers/promises';
import type { PubAck } from '@nats-io/jetstream';
import pg from 'pg';
import { checkpoint, readdressed, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import type { Holds } from '../broker/heldMessages.ts';
import { envelopeOf, repetitionOf } from '../broker/envelope.ts';
import type { OutboxRow } from '../broker/outboxRow.ts';
import { createLowerBound, type LowerBound } from './lowerBound.ts';
import { markForLater, markPublished, mostRead, readUnpublished, setUpSession } from './outboxRows.ts';
import { republishLost } from './republishLost.ts';
import { createTidying } from './retention.ts';
import { sendDueTasks } from './sendDueTasks.ts';
import { wakeUps, type WakeUps } from './wakeUps.ts';

const batchesInOneGo = 20;
const retryMs = 500;
const compareEveryMs = 60_000;
const recordEveryMs = 500;
const sendDueEveryMs = 500;
const compareAgainMs = 2_000;

/** The dependencies of a relay: the runtime role's URL, the schema whose outbox it empties, and the broker that it publishes to. */
interface RelayOptions {
  readonly databaseUrl: string;
  readonly schemaName: string;
  readonly plugin: string;
  readonly broker: Broker;
  readonly holds: Holds;
  /** Compares the consumers of the subgraph with its database, and records how far they are. */
  readonly keepPositions: (database: pg.Client) => Promise<void>;
  readonly log: VaultLog;
}

/**
 * Publishes the outbox to JetStream in order, until `signal` says stop. Of all processes of a subgraph one relays at a
 * time, the holder of an advisory lock; the others wait for it. Failures are retried forever.
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
  const database = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: `${options.plugin} relay ${process.pid}`,
    keepAlive: true,
  });
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
    await setUpSession(database);
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
  const record = every(recordEveryMs, () => options.keepPositions(database));
  const sendDue = every(sendDueEveryMs, () => sendDueTasks(database));
  const tidyUp = createTidying(database, options.plugin);
  const bound = createLowerBound();
  for (;;) {
    await compare();
    await record();
    await sendDue();
    if (await publishBatches(database, options, bound)) continue;
    if (await tidyUp()) continue;
    await wake.next();
  }
}

/** Does the work at the first call, and then at the first call in each interval; sooner if the work requests it. */
function every(milliseconds: number, work: () => Promise<number | void>): () => Promise<void> {
  let due = 0;
  return async () => {
    if (performance.now() < due) return;
    due = performance.now() + ((await work()) ?? milliseconds);
  };
}

/** Events go on being published while core, which knows what the streams hold, is down. */
async function compareStreams(
  database: pg.Client,
  { broker, holds, log }: RelayOptions,
): Promise<number | void> {
  try {
    const lost = await republishLost(database, { manager: broker.manager, holds });
    if (lost > 0) log.warn({ messages: lost }, 'the broker has lost messages; they are published again');
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return compareAgainMs;
  }
}

/** Publishes some batches and returns true if more is left. While one is on its way the next is read and follows it. */
async function publishBatches(
  database: pg.Client,
  options: RelayOptions,
  bound: LowerBound,
): Promise<boolean> {
  let onTheirWay: readonly OutboxRow[] = [];
  let newest = 0;
  let marking: Promise<void> = Promise.resolve();
  for (let batch = 0; batch < batchesInOneGo; batch += 1) {
    const rows = await readUnpublished(database, onTheirWay, bound.position);
    if (rows.length > 0) checkpoint('relay.before-publish');
    newest = rows.reduce((most, { position }) => Math.max(most, Number(position)), newest);
    const acks = Promise.all(rows.map((row) => publish(row, options)));
    acks.catch(() => {}); // those before it are looked at first
    await marking;
    marking = acks.then((each) => mark(database, options.plugin, { rows, acks: each }));
    marking.catch(() => {});
    if (rows.length < mostRead) {
      await marking;
      await bound.advance(newest, database);
      return false; // what came since has rung
    }
    onTheirWay = rows;
  }
  await marking;
  return true;
}

/** A message that the stream took from an earlier version minutes ago is not taken again yet; it is tried until it is. */
function isOnlyAtOldAddress(row: OutboxRow | undefined, { duplicate }: PubAck, plugin: string): boolean {
  return duplicate && row !== undefined && readdressed(row.subject, plugin) !== row.subject;
}

async function mark(
  database: pg.Client,
  plugin: string,
  { rows, acks }: { readonly rows: readonly OutboxRow[]; readonly acks: readonly PubAck[] },
): Promise<void> {
  if (rows.length === 0) return;
  checkpoint('relay.after-publish');
  const isTaken = (ack: PubAck, index: number) => !isOnlyAtOldAddress(rows[index], ack, plugin);
  const left = rows.filter((_, index) => !acks[index] || !isTaken(acks[index], index));
  await markPublished(
    database,
    rows.filter((row) => !left.includes(row)),
    acks.filter(isTaken),
  );
  if (left.length > 0) await markForLater(database, left);
  checkpoint('relay.after-mark');
}

/** The message id lets JetStream drop a repetition. The source is the sender that the subject names, as its receivers demand. */
function publish(row: OutboxRow, { broker, plugin }: RelayOptions): Promise<PubAck> {
  const subject = readdressed(row.subject, plugin);
  const [, , kind, sender = plugin] = subject.split('.');
  const source = kind === 'hook' ? sender : plugin;
  const headers = row.repeats ? repetitionOf(row, row.repeats) : envelopeOf(row, source);
  return broker.client.publish(subject, row.data, { msgID: row.id, headers });
}
