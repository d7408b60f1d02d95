import { defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createSharedBookmark = defineMigration('20261123-create-shared-bookmark', {
  up: [
    ...tenantTable(
      'shared_bookmark',
      `shared_by uuid,
       target_url varchar(2048) not null,
       title varchar(255) not null,
       created_at timestamptz(3) not null`,
    ),
    `create index shared_bookmark_by_user on shared_bookmark (org, shared_by, created_at desc)`,
    `create index shared_bookmark_by_time on shared_bookmark (org, created_at desc)`,
  ],
  down: [`drop table shared_bookmark`],
});
