import { defineMigration, tenantTable } from '@nimbusvault/sdk';

const organization = tenantTable(
  'organization',
  `name varchar(255) not null,
   created_at timestamptz(3) not null,
   unique (org)`,
);

const user = tenantTable(
  'vault_user',
  `organization_id uuid not null,
   username varchar(63) not null,
   role varchar(16) not null,
   created_at timestamptz(3) not null,
   offboarded_at timestamptz(3),
   unique (org, username),
   foreign key (org, organization_id) references organization (org, id)`,
);

const folder = [
  ...tenantTable(
    'folder',
    `name varchar(255) not null,
     created_at timestamptz(3) not null,
     archived_at timestamptz(3)`,
  ),
  `create unique index folder_by_name on folder (org, name) where archived_at is null`,
  `create index folder_by_time on folder (org, created_at desc, id) where archived_at is null`,
  `create index folder_archived_by_time on folder (org, created_at desc, id) where archived_at is not null`,
];

const document = [
  ...tenantTable(
    'document',
    `folder_id uuid,
     title varchar(255) not null,
     body text not null,
     created_by uuid,
     owner_id uuid,
     created_at timestamptz(3) not null,
     updated_at timestamptz(3) not null,
     archived_at timestamptz(3),
     archived_with uuid,
     version int not null default 1,
     foreign key (org, folder_id) references folder (org, id)`,
  ),
  `create index document_by_time on document (org, created_at desc, id) where archived_at is null`,
  `create index document_archived_by_time on document (org, created_at desc, id) where archived_at is not null`,
  `create index document_by_folder on document (org, folder_id, created_at desc, id) where archived_at is null`,
  `create index document_archived_by_folder on document (org, folder_id, created_at desc, id) where archived_at is not null`,
  `create index document_by_owner on document (org, owner_id, id)`,
  `create index document_archived_with on document (org, archived_with, id) where archived_with is not null`,
];

export const createCore = defineMigration('20261123-create-core', {
  up: [...organization, ...user, ...folder, ...document],
  down: [`drop table document`, `drop table folder`, `drop table vault_user`, `drop table organization`],
});
