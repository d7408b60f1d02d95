import type { PubAck } from '@nats-io/jetstream';
import type pg from 'pg';
import type { OutboxRow } from '../broker/outboxRow.ts';
import { plansByIndex } from '../database/plansByIndex.ts';

/** The number of rows that are published at once; if fewer were read there are no others. */
export const mostRead = 500;

const mostMarked = 5_000;

// Older ones are about to leave the streams by their age: that they are not there says nothing of a loss.
const comparable = `published_at > now() - interval '6 days'`;

/** Lets a connection see the rows of all organizations. Notes of the relay that a crash loses lead to publishing again; therefore
 * no commit has to wait for the disk. */
export async function setUpSession(database: pg.Client): Promise<void> {
  const settings = ['vault.relay=on', 'synchronous_commit=off', ...plansByIndex];
  await database.query(settings.map((setting) => `set ${setting}`).join('; '));
}

/** A message that a stream has stored, and its place. */
interface PublishedRow {
  readonly id: string;
  readonly sequence: number;
}

const unpublished = `
  select position, org, id, subject, type, actor, request_id, data::text, created_at, repeats
    from outbox where published_at is null and position <> all($1::bigint[])`;

/**
 * Messages that no stream has, oldest first, after a position and but for those on their way; those that a stream had and lost come
 * last: a broker that lost days of them must not hold up what happens now.
 */
export async function readUnpublished(
  database: pg.Client,
  onTheirWay: readonly OutboxRow[],
  after = 0,
): Promise<readonly OutboxRow[]> {
  const { rows } = await database.query<OutboxRow>({
    name: 'read-unpublished',
    text: `(${unpublished} and stream is null and position > $2 order by position limit ${mostRead})
           union all (${unpublished} and stream is not null order by position limit ${mostRead})
           limit ${mostRead}`,
    values: [onTheirWay.map(({ position }) => position), after],
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

/** Has rows looked for again with those that a stream had and lost, wherever the look for new ones begins. */
export async function markForLater(database: pg.Client, rows: readonly OutboxRow[]): Promise<void> {
  await database.query(
    `update outbox set stream = coalesce(stream, '')
       from unnest($1::varchar[], $2::uuid[]) as row(org, id) where (outbox.org, outbox.id) = (row.org, row.id)`,
    [rows.map(({ org }) => org), rows.map(({ id }) => id)],
  );
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

/**
 * Makes the messages that the stream stored after a sequence unpublished again and returns their number. They can be those of days: each
 * statement takes some thousand. The newest come last, so that a relay that is killed between two finds the others.
 */
export async function markUnpublished(database: pg.Client, stream: string, after: number): Promise<number> {
  let marked = 0;
  for (let count = mostMarked; count === mostMarked; marked += count) {
    const { rowCount } = await database.query(
      `update outbox set published_at = null, stream_sequence = null where ctid = any(array(
         select ctid from outbox where stream = $1 and stream_sequence > $2 and ${comparable}
          order by stream_sequence limit ${mostMarked}))`,
      [stream, after],
    );
    count = rowCount ?? 0;
  }
  return marked;
}
