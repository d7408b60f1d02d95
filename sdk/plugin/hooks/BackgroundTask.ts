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
  /** True while a process holds it; a killed one holds it for some more seconds. */
  readonly isRunning: boolean;
  readonly error: HandlerError | null;
}

/** The message of a task that is not due yet. */
interface DueMessage {
  readonly subject: string;
  readonly type: string;
  readonly data: unknown;
  readonly actor: string | null;
  readonly requestId: string;
}

/** The alias of the table whose row a formula is computed from. */
interface Table {
  readonly alias: string;
}

const triesSql = (_: unknown, { alias }: Table) => `(
  select json_build_object('attempts', attempts, 'isDone', done_at is not null, 'isDead', dead_at is not null, 'isRunning', run is not null and due_at > now(),
    'error', case when error_code is not null then json_build_object('code', error_code, 'message', error_message) end)
    from inbox where inbox.org = ${alias}.org and inbox.message_id = ${alias}.id and inbox.handler = ${alias}.name)`;

const BackgroundTaskSchema = defineEntity({
  name: 'BackgroundTask',
  tableName: 'background_task',
  properties: {
    org: p.string().primary(),
    id: p.uuid().primary(),
    name: p.string(),
    enqueuedAt: p.datetime().defaultRaw('clock_timestamp()'),
    progress: p.json<TaskProgress>().nullable(),
    dueAt: p.datetime().nullable(),
    message: p.json<DueMessage>().nullable(),
    tries: p.json<Tries>().formula(triesSql).nullable(),
  },
});

/** An enqueued task, with the last progress that it reported and, as formulas, its state. */
export class BackgroundTask extends BackgroundTaskSchema.class {}
BackgroundTaskSchema.setClass(BackgroundTask);
