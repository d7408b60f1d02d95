import { defineMigration } from '@nimbusvault/sdk/internal';

/** A task is run by one process at a time, from its newest checkpoint on, and may wait for a time. */
export const tasksGoOn = defineMigration('00000012-tasks-go-on', {
  up: [
    `alter table inbox add column run uuid, add column checkpoint json, add column postponed integer not null default 0`,
    `alter table background_task add column due_at timestamptz, add column message json`,
    `create index background_task_due on background_task (due_at) where due_at is not null`,
  ],
  down: [
    `drop index background_task_due`,
    `alter table background_task drop column due_at, drop column message`,
    `alter table inbox drop column run, drop column checkpoint, drop column postponed`,
  ],
});
