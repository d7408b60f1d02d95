import type pg from 'pg';
import { streams } from '@nimbusvault/sdk/kernel';
import { raiseSetAside } from './raiseSetAside.ts';

const everyMs = 60 * 60 * 1000;
const rowsAtOnce = 1_000;
const keepDays = 7;
// The data that the undo of a waiting run needs.
const keepUndoDays = 90;
const keepSetAsideDays = 30;

const olderThan = (days: number) => `now() - interval '${days} days'`;

/** Deletes a thousand of the rows that were over longest ago, by the index of their time. */
const deleteOldest = (table: string, time: string, isOver: string) => `
  with gone as (
    delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${time} >= $1::timestamptz and ${isOver} order by ${time} limit ${rowsAtOnce}))
    returning ${time} as at)
  select count(*)::int as seen, max(at)::text as last from gone`;

/** A stream forgets by age, and a task is to be done however long its turn takes. */
const sayTasksAgain = `
  with old as materialized (
    select org, id, published_at as at from outbox
     where stream = '${streams.tasks.name}' and published_at >= $1::timestamptz and published_at < ${olderThan(keepDays - 1)}
     order by published_at limit ${rowsAtOnce}
  ), again as (
    update outbox set published_at = null, stream_sequence = null
      from old join background_task as task using (org, id)
     where (outbox.org, outbox.id) = (old.org, old.id)
       and not exists (
         select from inbox where inbox.org = task.org and inbox.message_id = task.id
            and coalesce(done_at, dead_at) is not null))
  select count(*)::int as seen, max(at)::text as last from old`;

/** Messages that were set aside for a plugin that is off for long are counted by type, for the audit log, and not kept. */
const forgetSetAside = `
  with gone as (
    delete from inbox where ctid = any(array(
      select ctid from inbox where off_at >= $1::timestamptz and off_at < ${olderThan(keepSetAsideDays)}
       order by off_at limit ${rowsAtOnce}))
    returning org, event->>'type' as type, off_at as at
  ), counted as (
    select org, type, count(*) as number from gone group by org, type
  ), told as (
    update plugin_switch set forgotten = forgotten || (
      select jsonb_object_agg(type, number + coalesce((forgotten->>type)::bigint, 0)) from counted where counted.org = plugin_switch.org)
     where org in (select org from counted))
  select count(*)::int as seen, max(at)::text as last from gone`;

const isForgotten = `enqueued_at < ${olderThan(keepDays * 2)} and due_at is null
  and not exists (select from outbox where (outbox.org, outbox.id) = (background_task.org, background_task.id))
  and not exists (select from inbox where inbox.org = background_task.org and inbox.message_id = background_task.id)`;

// No coalesce: under row-level security PostgreSQL does not look for it in an index.
const settledAt = '(case when done_at is null then due_at else done_at end)';

const sweeps = [
  sayTasksAgain,
  deleteOldest('outbox', 'published_at', `published_at < ${olderThan(keepDays)}`),
  deleteOldest(
    'inbox',
    settledAt,
    `dead_at is null and ${settledAt} < ${olderThan(keepDays * 2)} and (dead_letter is null or done_at is not null)
      and checkpoint is null`,
  ),
  deleteOldest(
    'saga',
    'updated_at',
    `status in ('completed', 'compensated', 'resolved') and updated_at < ${olderThan(keepDays)}`,
  ),
  deleteOldest('saga_reply', 'created_at', `created_at < ${olderThan(keepUndoDays)}`),
  deleteOldest('participation', 'changed_at', `changed_at < ${olderThan(keepUndoDays)}`),
  forgetSetAside,
  deleteOldest('background_task', 'enqueued_at', isForgotten),
];

/**
 * Deletes rows that are too old to be needed again: sent messages and finished runs after 7 days, handled ones after 14 with their tasks,
 * dead letters only when they are done, and checkpoints only with the end of their tasks, and what waits for a plugin that is off after 30 days. What was
 * set aside for a plugin that is on again is sent again first. A task that still waits is published again first. Each turn is a statement of at most
 * a thousand rows, so that new messages wait for none longer; a statement begins where the one before it ended.
 */
async function* tidyInTurns(database: pg.Client, plugin: string): AsyncGenerator<void, void> {
  while ((await raiseSetAside(database, plugin)) > 0) yield;
  for (const text of sweeps) {
    for (let from = '-infinity', seen = rowsAtOnce; seen === rowsAtOnce;) {
      const { rows } = await database.query<{ seen: number; last: string }>(text, [from]);
      ({ seen, last: from } = rows[0] ?? { seen: 0, last: from });
      yield;
    }
  }
}

/** Takes one turn, at the first call and then once an hour until all is deleted; returns true if there is more to do. */
export function createTidying(database: pg.Client, plugin: string): () => Promise<boolean> {
  let turns: AsyncGenerator<void, void> | undefined;
  let dueAt = 0;
  return async () => {
    if (!turns && Date.now() < dueAt) return false;
    dueAt = Date.now() + everyMs;
    turns ??= tidyInTurns(database, plugin);
    const { done = false } = await turns.next();
    if (done) turns = undefined;
    return !done;
  };
}
