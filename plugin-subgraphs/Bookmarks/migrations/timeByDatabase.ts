import { defineMigration } from '@nimbusvault/sdk';

export const timeByDatabase = defineMigration('20261130-time-by-database', {
  up: [`alter table shared_bookmark alter column created_at set default clock_timestamp()`],
  down: [`alter table shared_bookmark alter column created_at drop default`],
});
