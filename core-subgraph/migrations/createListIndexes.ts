import { defineMigration } from '@nimbusvault/sdk';

/** The orders that callers may ask for, of the documents in use and of the archived ones, and of users and folders. */
export const createListIndexes = defineMigration('20261130-create-list-indexes', {
  up: [
    `create index document_by_title on document (org, title, id) where archived_at is null`,
    `create index document_archived_by_title on document (org, title, id) where archived_at is not null`,
    `create index document_by_update on document (org, updated_at, id) where archived_at is null`,
    `create index document_archived_by_update on document (org, updated_at, id) where archived_at is not null`,
    `create index vault_user_by_time on vault_user (org, created_at, id)`,
    `create index folder_archived_by_name on folder (org, name, id) where archived_at is not null`,
  ],
  down: [
    `drop index folder_archived_by_name`,
    `drop index vault_user_by_time`,
    `drop index document_archived_by_update`,
    `drop index document_by_update`,
    `drop index document_archived_by_title`,
    `drop index document_by_title`,
  ],
});
