// A program of its own, started by a process that is about to end because its code hangs: counts the try of the message, or of the step.
import pg from 'pg';
import { z } from 'zod';

const messageSchema = z.object({ messageId: z.uuid(), handler: z.string(), run: z.uuid().optional() });
const stepSchema = z.object({ saga: z.uuid(), name: z.string() });
const hungSchema = z.union([
  z.object({ org: z.string(), message: messageSchema }),
  z.object({ org: z.string(), step: stepSchema }),
]);

type Hung = z.infer<typeof hungSchema>;

// The row of a message may be locked by the transaction of the process that hangs, until that is gone.
const settings = `set vault.relay = 'on'; set statement_timeout = '60s'`;

const countMessageSql = `
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values ($1, $2, $3, 1, now(), now(), 'HANDLER_HUNG', $4)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(), run = null,
    due_at = now() + least(60, power(2, least(inbox.attempts, 6))) * interval '1 second',
    error_code = excluded.error_code, error_message = excluded.error_message
    where inbox.done_at is null and inbox.dead_at is null
      and (inbox.run is null or inbox.run = $5::uuid or inbox.due_at <= now())`;

// The process that continues the run counts it first. A run that is not stored yet is continued by none.
const countStepSql = `
  update saga set wish = $3 where org = $1 and id = $2 and status in ('running', 'compensating')`;

const words = 'The handler kept its whole process busy until the watchdog ended it.';

function count(hung: Hung, database: pg.Client) {
  if ('step' in hung) {
    const { saga, name: step } = hung.step;
    return database.query(countStepSql, [hung.org, saga, { did: 'count-hang', by: 'the watchdog', step }]);
  }
  const { messageId, handler, run = null } = hung.message;
  return database.query(countMessageSql, [hung.org, messageId, handler, words, run]);
}

const hung = hungSchema.parse(JSON.parse(process.argv[2] ?? ''));
const database = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await database.connect();
await database.query(settings);
await count(hung, database);
await database.end();
