import { defineMigration } from '@nimbusvault/sdk';

export const sortByTitle = defineMigration('20261130-sort-by-title', {
  up: [`create index shared_bookmark_by_title on shared_bookmark (org, title, id)`],
  down: [`drop index shared_bookmark_by_title`],
});
