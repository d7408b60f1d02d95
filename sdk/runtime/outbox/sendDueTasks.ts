import type pg from 'pg';

const mostAtOnce = 500;

const sendSql = `
  with due as materialized (
    select org, id, enqueued_at, message from background_task
     where due_at <= now() order by due_at limit ${mostAtOnce} for update
  ), sent as (
    update background_task as task set due_at = null, message = null from due where (task.org, task.id) = (due.org, due.id)
  )
  insert into outbox (org, id, subject, type, actor, request_id, data, created_at)
  select org, id, message->>'subject', message->>'type', (message->>'actor')::uuid, message->>'requestId', message->'data',
         enqueued_at
    from due`;

/** Moves the messages of tasks that are due into the outbox. They wait in the database, so that no broker can forget them. */
export async function sendDueTasks(database: pg.Client): Promise<void> {
  await database.query({ name: 'send-due-tasks', text: sendSql });
}
