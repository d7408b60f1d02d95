import { defineMigration } from '@nimbusvault/sdk/internal';

/** Tasks wait by the clock of PostgreSQL, therefore they are enqueued by it. */
export const tasksByDatabase = defineMigration('00000016-tasks-by-database', {
  up: [`alter table background_task alter column enqueued_at set default clock_timestamp()::timestamptz(3)`],
  down: [`alter table background_task alter column enqueued_at drop default`],
});
