import type pg from 'pg';

/** The numbers of the events that are added to a history. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const numbersOf = ({ from, to }: Span) => `generate_series(${from + 1}, ${to}) as number`;

/** Times of the last six days, in the order of the numbers. */
const timeIn = ({ to }: Span) => `now() - interval '6 days' * (1 - number / ${to}::float8)`;

const messages = (span: Span) => `
  insert into teller.outbox
    (org, id, subject, type, request_id, data, created_at, published_at, stream, stream_sequence)
  select 'acme', uuidv7(), 'vault.acme.hook.history', 'history.v1', 'bench', '{"event":"history"}', ${timeIn(span)}, ${timeIn(span)}, 'HISTORY', number
    from ${numbersOf(span)}`;

const handled = (schema: string, handler: string, span: Span) => `
  insert into ${schema}.inbox (org, message_id, handler, taken_at, done_at)
  select 'acme', uuidv7(), '${handler}', ${timeIn(span)}, ${timeIn(span)} from ${numbersOf(span)}`;

const runs = (schema: string, span: Span) => `
  insert into ${schema}.saga
    (org, id, workflow, workflow_version, status, state, revision, roles, request_id, created_at, updated_at)
  select 'acme', uuidv7(), 'history', 1, 'completed', '{"records":[]}', 4, '[]', 'bench', ${timeIn(span)}, ${timeIn(span)}
    from ${numbersOf(span)}`;

const replies = (span: Span) => `
  insert into moving.saga_reply (org, run, step, plugin, direction, attempt, created_at)
  select 'acme', uuidv7(), 'carry', 'Porter', 'forward', 1, ${timeIn(span)} from ${numbersOf(span)}`;

const parts = (span: Span) => `
  insert into porter.participation (org, run, step, phase, written, changed_at)
  select 'acme', uuidv7(), 'carry', 'done', '{}', ${timeIn(span)} from ${numbersOf(span)}`;

const tasks = (span: Span) => `
  insert into mill.background_task (org, id, name, enqueued_at)
  select 'acme', uuidv7(), 'grind', ${timeIn(span)} from ${numbersOf(span)}`;

/** Adds rows of events that are over to each table, and vacuums it as autovacuum would have. */
export async function growHistory(owner: pg.Client, span: Span): Promise<void> {
  const grown = [
    messages(span),
    handled('hearer', 'first', span),
    runs('moving', span),
    replies(span),
    parts(span),
    runs('journey', span),
    tasks(span),
    handled('mill', 'grind', span),
  ];
  for (const sql of grown) await owner.query(sql);
  await owner.query('vacuum analyze');
}

const changed = (count: number) => [
  ...['moving', 'journey'].flatMap((schema) => [
    `update ${schema}.saga set status = 'running', due_at = updated_at where id in (
       select id from ${schema}.saga where workflow = 'history' order by updated_at desc limit ${count})`,
    `update ${schema}.saga set due_at = now(), revision = revision + 1 where workflow = 'history' and due_at is not null`,
    `update ${schema}.saga set status = 'completed', due_at = null where workflow = 'history' and due_at is not null`,
  ]),
  ...['hearer', 'porter', 'mill'].map(
    (schema) => `update ${schema}.inbox set done_at = now() where message_id in (
       select message_id from ${schema}.inbox order by done_at desc limit ${count})`,
  ),
  `update porter.participation set changed_at = now() where run in (
     select run from porter.participation order by changed_at desc limit ${count})`,
  `update mill.background_task set progress = '{"done":1}' where id in (
     select id from mill.background_task order by enqueued_at desc limit ${count})`,
];

const expired = (count: number) => [
  messages({ from: 0, to: count }),
  `delete from teller.outbox where type = 'history.v1' and id in (select id from teller.outbox order by position desc limit ${count})`,
];

/**
 * Leaves so many dead rows in each table, as use does between two vacuums: runs and handlers that went on, and rows that were
 * deleted. A vacuum before the last of them leaves the indexes as they are in use, not as new ones.
 */
export async function leaveDeadRows(owner: pg.Client, count: number): Promise<void> {
  const uses = [...changed(count), ...expired(count)];
  for (const sql of [...uses, 'vacuum analyze', ...uses]) await owner.query(sql);
}
