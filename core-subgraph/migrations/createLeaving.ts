import { defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createLeaving = defineMigration('20261130-create-leaving', {
  up: [
    `alter table vault_user add column leaving_to uuid, add column leaving_in uuid`,
    `create index vault_user_leaving on vault_user (org, leaving_to) where leaving_to is not null`,
    ...tenantTable('document_transfer', `from_user_id uuid, to_user_id uuid not null, run uuid not null`),
  ],
  down: [
    `drop table document_transfer`,
    `alter table vault_user drop column leaving_to, drop column leaving_in`,
  ],
});
