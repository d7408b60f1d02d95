import { defineMigration } from '@nimbusvault/sdk';

const indexes = [
  ['folder', 'by_time', 'org', 'archived_at is null'],
  ['folder', 'archived_by_time', 'org', 'archived_at is not null'],
  ['document', 'by_time', 'org', 'archived_at is null'],
  ['document', 'archived_by_time', 'org', 'archived_at is not null'],
  ['document', 'by_folder', 'org, folder_id', 'archived_at is null'],
  ['document', 'archived_by_folder', 'org, folder_id', 'archived_at is not null'],
] as const;

/** Makes the indexes of the lists by time again, with this order of the ids of one instant. */
const orderedBy = (direction: 'asc' | 'desc') =>
  indexes.flatMap(([table, name, columns, condition]) => [
    `drop index ${table}_${name}`,
    `create index ${table}_${name} on ${table} (${columns}, created_at desc, id ${direction}) where ${condition}`,
  ]);

/** A list whose newest rows come first has the newest id of one instant first. */
export const orderTimeIndexes = defineMigration('20261130-order-time-indexes', {
  up: orderedBy('desc'),
  down: orderedBy('asc'),
});
