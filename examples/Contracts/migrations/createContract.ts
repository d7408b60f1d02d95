import { addSearch, addVector, defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createContract = defineMigration('20261130-create-contract', {
  up: [
    ...tenantTable(
      'contract',
      `paperhub_id varchar(100) not null,
       title varchar(255) not null,
       body text not null,
       party varchar(255) not null,
       ends_at timestamptz(3) not null,
       changed_at timestamptz(3) not null,
       renewal varchar(100),
       keeper uuid,
       former_keeper uuid,
       document_id uuid,
       document_event varchar(100),
       document_event_at timestamptz(3) not null default clock_timestamp(),
       unique (org, paperhub_id)`,
    ),
    ...addSearch('contract', ['title', 'body'], { language: 'english' }),
    ...addVector('contract'),
    `create index contract_by_end on contract (org, ends_at, id)`,
    `create index contract_by_title on contract (org, title, id)`,
    `create index contract_by_change on contract (org, changed_at)`,
    `create index contract_by_keeper on contract (org, keeper) where keeper is not null`,
    `create index contract_by_document on contract (org, document_id) where document_id is not null`,
  ],
  down: [`drop table contract`],
});
