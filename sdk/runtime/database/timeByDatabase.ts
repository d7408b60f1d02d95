import { defineMigration } from '@nimbusvault/sdk/internal';

/**
 * A message has PostgreSQL's time, not that of the process that wrote it, so that it can be compared with the rows of others.
 * Rounded as columns of milliseconds are: a row that is older never seems newer.
 */
export const timeByDatabase = defineMigration('00000015-time-by-database', {
  up: [`alter table outbox alter column created_at set default clock_timestamp()::timestamptz(3)`],
  down: [`alter table outbox alter column created_at drop default`],
});
