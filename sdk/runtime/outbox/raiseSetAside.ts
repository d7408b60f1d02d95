import type pg from 'pg';

const rowsAtOnce = 500;

// A plugin says again, to itself and under its own name, what a handler has to hear once more; subjects of earlier versions name no sender.
const replaySubject = (plugin: string) => `regexp_replace(event->>'subject',
  '^(vault[.][^.]+[.]hook)[.](?:replay[.])?(?:[A-Z][^.]*[.])?(?:replay[.])?', '\\1.' || ${plugin} || '.replay.')`;

/**
 * Inserts the events of `rows`, which are rows of the inbox, into the outbox, each for its own handler alone: the inboxes of others may have
 * forgotten that they are done. The repetition has an id of its own, or the stream would take it for a copy.
 */
export const repeatEvents = (rows: string, plugin: string) => `
  insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
  select org, gen_random_uuid(), ${replaySubject(plugin)}, event->>'type', (event->>'actor')::uuid, event->>'requestId',
         event->'data', (event->>'time')::timestamptz,
         jsonb_build_object('id', message_id, 'source', event->>'source', 'plugin', ${plugin}, 'handler', handler)
    from ${rows} order by event->>'time'`;

const raiseSql = `
  with waiting as (
    select org, message_id, handler from inbox
     where off_at is not null and not exists (
       select from plugin_switch where plugin_switch.org = inbox.org and not is_on)
     order by org, off_at limit ${rowsAtOnce} for update skip locked
  ), raised as (
    update inbox set off_at = null, due_at = now()
      from waiting where (inbox.org, inbox.message_id, inbox.handler) = (waiting.org, waiting.message_id, waiting.handler)
    returning inbox.*
  )
  ${repeatEvents('raised', '$1::text')}`;

/**
 * Sends messages that were set aside again, of organizations for which the plugin is on: the mark goes and the event is said in one
 * statement. Returns their number, 500 at most. With an organization's connection, it sends those of that organization.
 */
export async function raiseSetAside(database: pg.Client, plugin: string): Promise<number> {
  return (await database.query(raiseSql, [plugin])).rowCount ?? 0;
}
