import { defineMigration } from '@nimbusvault/sdk';

export const sortByTime = defineMigration('20261130-sort-by-time', {
  up: [
    `drop index shared_bookmark_by_time`,
    `create index shared_bookmark_by_time on shared_bookmark (org, created_at desc, id desc)`,
  ],
  down: [
    `drop index shared_bookmark_by_time`,
    `create index shared_bookmark_by_time on shared_bookmark (org, created_at desc)`,
  ],
});
