import pg from 'pg';
import type { SagaWrite, SagaWriter } from '@nimbusvault/sdk/kernel';
import { plansByIndex } from './plansByIndex.ts';

const mostAtOnce = 64;
const connections = 2;

/** Writes the records of external steps without a transaction of their own: concurrent ones are written together. */
interface OpenSagaWriter {
  readonly write: SagaWriter;
  close(): Promise<void>;
}

interface Waiting {
  readonly saga: SagaWrite;
  readonly end: PromiseWithResolvers<boolean>;
}

/**
 * Opens a writer with the plugin's runtime role. While one statement is on its way the next ones gather, and become one
 * statement. If that one fails, each is written alone, so that no run is affected by another.
 */
export function openSagaWriter(databaseUrl: string): OpenSagaWriter {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    options: ['vault.relay=on', ...plansByIndex].map((setting) => `-c ${setting}`).join(' '),
    allowExitOnIdle: true,
  });
  pool.on('error', () => {}); // a connection that is lost while idle is replaced
  const waiting: Waiting[] = [];
  let closed: Promise<void> | undefined;
  let writing = 0;
  const pump = async () => {
    if (writing >= connections || waiting.length === 0) return;
    writing += 1;
    await writeAll(pool, waiting.splice(0, mostAtOnce));
    writing -= 1;
    void pump();
  };
  return {
    write(saga) {
      const end = Promise.withResolvers<boolean>();
      waiting.push({ saga, end });
      queueMicrotask(() => void pump());
      return end.promise;
    },
    close: () => (closed ??= pool.end()),
  };
}

async function writeAll(pool: pg.Pool, batch: readonly Waiting[]): Promise<void> {
  try {
    const written = await writeBatch(
      pool,
      batch.map(({ saga }) => saga),
    );
    for (const { saga, end } of batch) end.resolve(written.has(saga.id));
  } catch (error) {
    if (batch.length > 1) await Promise.all(batch.map((one) => writeAll(pool, [one])));
    else batch[0]?.end.reject(error);
  }
}

const rowType = `(org text, id uuid, workflow text, workflow_version int, status text, state json, revision int, owner int,
  due_at timestamptz, idempotency_key text, actor uuid, roles json, beside json, request_id text, created_at timestamptz,
  updated_at timestamptz)`;

const messageType = `(turn int, run uuid, org text, id uuid, subject text, type text, actor uuid, request_id text, data json)`;

const columns = `org, id, workflow, workflow_version, status, state, revision, owner, due_at, idempotency_key, actor, roles,
  beside, request_id, created_at, updated_at`;

/** No batch waits for somebody who is leaving. */
const isAdmitted = `case when actor is null then true
  when pg_try_advisory_xact_lock_shared(access_lock(org, actor)) then admit_user(org, actor, id) else false end`;

/** A process that has not seen the last revision writes nothing, and publishes nothing; nor does a run begin for a user who has left. */
const writeSql = `
  with given as (select * from json_to_recordset($1) as given ${rowType}),
  begun as (
    insert into saga (${columns}) select ${columns} from given
     where revision = 1 and ${isAdmitted} on conflict do nothing returning id
  ), gone as (
    update saga set status = given.status, state = given.state, revision = given.revision, owner = given.owner,
        due_at = given.due_at, updated_at = given.updated_at, wish = null
      from given
     where given.revision > 1 and saga.org = given.org and saga.id = given.id and saga.revision = given.revision - 1
    returning saga.id
  ), written as (select id from begun union all select id from gone),
  said as (
    insert into outbox (org, id, subject, type, actor, request_id, data)
    select org, said.id, subject, type, actor, request_id, data
      from json_to_recordset($2) as said ${messageType} join written on written.id = said.run
     order by turn
  )
  select id from written`;

async function writeBatch(pool: pg.Pool, sagas: readonly SagaWrite[]): Promise<ReadonlySet<string>> {
  const rows = sagas.map(({ row }) => row);
  const messages = sagas
    .flatMap((saga) => saga.messages.map((message) => ({ ...message, run: saga.id })))
    .map((message, turn) => ({ ...message, turn }));
  const { rows: written } = await pool.query<{ id: string }>({
    name: 'write-sagas',
    text: writeSql,
    values: [JSON.stringify(rows), JSON.stringify(messages)],
  });
  return new Set(written.map(({ id }) => id));
}
