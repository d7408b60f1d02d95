import { defineEntity, p } from '@mikro-orm/core';
import type { HandlerError } from './inbox.ts';

/** The progress that a task reports. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number | null;
  readonly note: string | null;
  /** The time of the report, in ISO 8601. */
  readonly at: string;
}

/** The state of a task in the inbox. */
interface Tries {
  readonly attempts: number;
  readonly isDone: boolean;
  readonly isDead: boolean;
  readonly error: HandlerError | null;
}

/** The alias of the table whose row a formula is computed from. */
interface Table {
  readonly alias: string;
}

/** The advisory lock that a task's transaction holds while it runs. It is released when its process ends, however it ends. */
export const lockKeySql = (id: string) => `hashtextextended(${id}::text, 0)`;

const triesSql = (_: unknown, { alias }: Table) => `(
  select json_build_object('attempts', attempts, 'isDone', done_at is not null, 'isDead', dead_at is not null,
    'error', case when error_code is not null then json_build_object('code', error_code, 'message', error_message) end)
    from inbox where inbox.org = ${alias}.org and inbox.message_id = ${alias}.id and inbox.handler = ${alias}.name)`;

const isRunningSql = (_: unknown, { alias }: Table) => `exists (
  select from pg_locks where locktype = 'advisory' and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32 | objid::bigint) = ${lockKeySql(`${alias}.id`)})`;

const BackgroundTaskSchema = defineEntity({
  name: 'BackgroundTask',
  tableName: 'background_task',
  properties: {
    org: p.string().primary(),
    id: p.uuid().primary(),
    name: p.string(),
    enqueuedAt: p.datetime(),
    progress: p.json<TaskProgress>().nullable(),
    tries: p.json<Tries>().formula(triesSql).nullable(),
    isRunning: p.boolean().formula(isRunningSql).nullable(),
  },
});

/** An enqueued task, with the last progress that it reported and, as formulas, its state. */
export class BackgroundTask extends BackgroundTaskSchema.class {}
BackgroundTaskSchema.setClass(BackgroundTask);
