import type { PubAck } from '@nats-io/jetstream';
import type pg from 'pg';
import type { OutboxRow } from '../broker/outboxRow.ts';

/** The number of rows that are published at once; if fewer were read there are no others. */
export const mostRead = 500;

const keepDays = 7;
// The data that the undo of a waiting run needs.
const keepUndoDays = 90;
// Older ones are about to leave the streams by their age: that they are not there says nothing of a loss.
const comparable = `published_at > now() - interval '6 days'`;

/**
 * Lets a connection see the rows of all organizations. Notes of the relay that a crash loses lead to publishing again; therefore
 * no commit has to wait for the disk. A plan that was kept from when the outbox was small would read all of it, and a bitmap
 * would visit every row that was published since the last vacuum, at each look.
 */
export async function setUpSession(database: pg.Client): Promise<void> {
  await database.query(
    `set vault.relay = 'on'; set synchronous_commit = off; set plan_cache_mode = force_custom_plan; set enable_bitmapscan = off`,
  );
}

/** A message that a stream has stored, and its place. */
interface PublishedRow {
  readonly id: string;
  readonly sequence: number;
}

/**
 * Messages that no stream has, oldest first, but for those on their way; those that a stream had and lost come last: a
 * broker that lost days of them must not hold up what happens now.
 */
export async function readUnpublished(
  database: pg.Client,
  onTheirWay: readonly OutboxRow[],
): Promise<readonly OutboxRow[]> {
  const { rows } = await database.query<OutboxRow>({
    name: 'read-unpublished',
    text: `select position, org, id, subject, type, actor, request_id, data::text, created_at, repeats
       from outbox where published_at is null and position <> all($1::bigint[])
      order by stream is not null, position limit ${mostRead}`,
    values: [onTheirWay.map(({ position }) => position)],
  });
  return rows;
}

/** Records the stream and the sequence of each row. */
export async function markPublished(
  database: pg.Client,
  rows: readonly OutboxRow[],
  acks: readonly PubAck[],
): Promise<void> {
  await database.query({
    name: 'mark-published',
    text: `update outbox set published_at = now(), stream = ack.stream, stream_sequence = ack.sequence
       from unnest($1::varchar[], $2::uuid[], $3::text[], $4::bigint[]) as ack(org, id, stream, sequence)
      where outbox.org = ack.org and outbox.id = ack.id`,
    values: [
      rows.map(({ org }) => org),
      rows.map(({ id }) => id),
      acks.map(({ stream }) => stream),
      acks.map(({ seq }) => seq),
    ],
  });
}

/** The newest message that the stream is known to have taken, up to a sequence. */
export async function readNewestPublished(
  database: pg.Client,
  stream: string,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<PublishedRow | undefined> {
  const { rows } = await database.query<PublishedRow>(
    `select id, stream_sequence::float8 as sequence from outbox
      where stream = $1 and stream_sequence <= $2 and ${comparable} order by stream_sequence desc limit 1`,
    [stream, upTo],
  );
  return rows[0];
}

/** Makes the messages that the stream stored after a sequence unpublished again and returns their number. */
export async function markUnpublished(database: pg.Client, stream: string, after: number): Promise<number> {
  const { rowCount } = await database.query(
    `update outbox set published_at = null, stream_sequence = null
      where stream = $1 and stream_sequence > $2 and ${comparable}`,
    [stream, after],
  );
  return rowCount ?? 0;
}

/** A stream forgets by age, and a task is to be done however long its turn takes. */
const sayAgainSql = `
  update outbox set published_at = null, stream = null, stream_sequence = null
    from background_task as task
   where published_at < now() - interval '${keepDays - 1} days' and (task.org, task.id) = (outbox.org, outbox.id)
     and not exists (
       select from inbox where inbox.org = task.org and inbox.message_id = task.id
          and coalesce(done_at, dead_at) is not null)`;

const forgetTasksSql = `
  delete from background_task as task
   where enqueued_at < now() - interval '${keepDays * 2} days'
     and not exists (select from outbox where (outbox.org, outbox.id) = (task.org, task.id))
     and not exists (select from inbox where inbox.org = task.org and inbox.message_id = task.id)`;

/**
 * Deletes rows that are too old to be needed again: sent messages and finished runs after 7 days, handled ones after 14 with their tasks,
 * dead letters only when they are done. A task that still waits is published again first.
 */
export async function tidy(database: pg.Client): Promise<void> {
  await database.query(sayAgainSql);
  await database.query(`delete from outbox where published_at < now() - interval '${keepDays} days'`);
  await database.query(
    `delete from inbox
      where dead_at is null and coalesce(done_at, due_at) < now() - interval '${keepDays * 2} days'
        and (dead_letter is null or done_at is not null)`,
  );
  await database.query(
    `delete from saga where status in ('completed', 'compensated', 'resolved')
        and updated_at < now() - interval '${keepDays} days'`,
  );
  await database.query(`delete from saga_reply where created_at < now() - interval '${keepUndoDays} days'`);
  await database.query(
    `delete from participation where changed_at < now() - interval '${keepUndoDays} days'`,
  );
  await database.query(forgetTasksSql);
}
