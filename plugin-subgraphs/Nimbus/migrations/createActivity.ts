import { defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createActivity = defineMigration('20261130-create-activity', {
  up: [
    ...tenantTable(
      'activity_entry',
      `at timestamptz(3) not null,
       kind text not null,
       plugin text not null,
       user_id uuid,
       entity_type text,
       entity_id uuid,
       is_for_admins boolean not null`,
    ),
    ...tenantTable('deleted_entity', 'at timestamptz(3) not null'),
    `create index activity_entry_by_time on activity_entry (org, at desc, id desc)`,
    `create index activity_entry_by_kind on activity_entry (org, kind, at desc, id desc)`,
    `create index activity_entry_by_entity on activity_entry (org, entity_id, at desc, id desc)`,
    `create index activity_entry_by_user on activity_entry (org, user_id, at desc, id desc)`,
  ],
  down: [`drop table activity_entry`, `drop table deleted_entity`],
});
