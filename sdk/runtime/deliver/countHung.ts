// A program of its own, started by a process that is about to end because a handler hangs: counts the try of the message.
import pg from 'pg';
import { z } from 'zod';

const message = z.object({
  org: z.string(),
  messageId: z.uuid(),
  handler: z.string(),
  run: z.uuid().optional(),
});

// The row may be locked by the transaction of the process that hangs, until that is gone.
const settings = `set vault.relay = 'on'; set statement_timeout = '60s'`;

const countSql = `
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values ($1, $2, $3, 1, now(), now(), 'HANDLER_HUNG', $4)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(), run = null,
    due_at = now() + least(60, power(2, least(inbox.attempts, 6))) * interval '1 second',
    error_code = excluded.error_code, error_message = excluded.error_message
    where inbox.done_at is null and inbox.dead_at is null
      and (inbox.run is null or inbox.run = $5::uuid or inbox.due_at <= now())`;

const { org, messageId, handler, run } = message.parse(JSON.parse(process.argv[2] ?? ''));
const database = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await database.connect();
await database.query(settings);
await database.query(countSql, [
  org,
  messageId,
  handler,
  'The handler kept its whole process busy until the watchdog ended it.',
  run ?? null,
]);
await database.end();
