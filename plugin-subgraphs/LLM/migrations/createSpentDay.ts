import { defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createSpentDay = defineMigration('20261130-create-spent-day', {
  up: tenantTable(
    'spent_day',
    `day varchar(10) not null,
     tokens integer not null,
     unique (org, day)`,
  ),
  down: [`drop table spent_day`],
});
