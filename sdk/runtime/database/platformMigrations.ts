import { defineMigration, sealTenantTable, type MigrationPlan } from '@nimbusvault/sdk/internal';
import { oneClockNoMirror } from './oneClockNoMirror.ts';
import { organizationSettings } from './organizationSettings.ts';
import { pluginSwitch } from './pluginSwitch.ts';
import {
  outboxRows,
  inboxRows,
  taskRows,
  sagaRows,
  replyRows,
  participationRows,
  revocationRows,
  positionRows,
} from './platformTables.ts';
import { relayPolicy } from './relayPolicy.ts';
import { createSchedules } from './createSchedules.ts';
import { tasksGoOn } from './tasksGoOn.ts';
import { timeByDatabase } from './timeByDatabase.ts';

/** The table in which the migrator records its runs, in each plugin's schema. */
export const migrationsTable = 'mikro_orm_migrations';

/** The tables that every subgraph's schema has, before the plugin's own. */
export const platformMigrations: readonly MigrationPlan[] = [
  defineMigration('00000001-outbox-and-inbox', {
    up: [
      `create table outbox ${outboxRows}`,
      `create index outbox_unpublished on outbox (position) where published_at is null`,
      `create index outbox_published on outbox (published_at)`,
      `create index outbox_taken on outbox (stream, stream_sequence)`,
      ...sealTenantTable('outbox'),
      relayPolicy('outbox'),
      `create function outbox_notify() returns trigger language plpgsql as $$
         begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $$`,
      `create trigger outbox_inserted after insert on outbox for each statement execute function outbox_notify()`,
      `create table inbox ${inboxRows}`,
      `create index inbox_settled on inbox (coalesce(done_at, due_at)) where dead_at is null`,
      `create unique index inbox_dead_letter on inbox (dead_letter) where dead_letter is not null`,
      ...sealTenantTable('inbox'),
      relayPolicy('inbox'),
      `create table background_task ${taskRows}`,
      `create index background_task_enqueued on background_task (enqueued_at)`,
      ...sealTenantTable('background_task'),
      relayPolicy('background_task'),
    ],
    down: [
      `drop table background_task`,
      `drop table inbox`,
      `drop table outbox`,
      `drop function outbox_notify`,
    ],
  }),
  defineMigration('00000002-sagas', {
    up: [
      `create table saga ${sagaRows}`,
      `create index saga_due on saga (due_at) where due_at is not null`,
      `create index saga_live on saga (created_at desc) where status in ('running', 'compensating', 'stuck')`,
      `create index saga_ended on saga (updated_at) where status in ('completed', 'compensated', 'resolved')`,
      ...sealTenantTable('saga'),
      relayPolicy('saga'),
      `create table saga_reply ${replyRows}`,
      ...sealTenantTable('saga_reply'),
      relayPolicy('saga_reply'),
      `create index saga_reply_made on saga_reply (created_at)`,
      `create function saga_replied() returns trigger language plpgsql as $$
         begin perform pg_notify('saga_' || tg_table_schema, new.run::text); return null; end $$`,
      `create trigger saga_reply_inserted after insert on saga_reply for each row execute function saga_replied()`,
      `create table participation ${participationRows}`,
      `create index participation_changed on participation (changed_at)`,
      ...sealTenantTable('participation'),
      relayPolicy('participation'),
    ],
    down: [
      `drop table participation`,
      `drop table saga_reply`,
      `drop table saga`,
      `drop function saga_replied`,
    ],
  }),
  defineMigration('00000003-lost-messages-come-last', {
    up: [
      `drop index outbox_unpublished`,
      `create index outbox_unpublished on outbox ((stream is not null), position) where published_at is null`,
    ],
    down: [
      `drop index outbox_unpublished`,
      `create index outbox_unpublished on outbox (position) where published_at is null`,
    ],
  }),
  defineMigration('00000004-only-messages-ring', {
    up: [
      `drop trigger outbox_inserted on outbox`,
      `create or replace function outbox_notify() returns trigger language plpgsql as $$
         begin
           if exists (select from added) then perform pg_notify('outbox_' || tg_table_schema, ''); end if;
           return null;
         end $$`,
      `create trigger outbox_inserted after insert on outbox referencing new table as added
         for each statement execute function outbox_notify()`,
    ],
    down: [
      `drop trigger outbox_inserted on outbox`,
      `create or replace function outbox_notify() returns trigger language plpgsql as $$
         begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $$`,
      `create trigger outbox_inserted after insert on outbox for each statement execute function outbox_notify()`,
    ],
  }),
  defineMigration('00000005-runs-keep-scopes', {
    up: [`alter table saga add column beside json not null default '{}'`],
    down: [`alter table saga drop column beside`],
  }),
  // With the unpublished rows in it, the index was taken for the look for new messages. A row is dead as soon as it is published:
  // by PostgreSQL's defaults a fifth of a table would be dead before it is vacuumed.
  defineMigration('00000006-outbox-stays-fast', {
    up: [
      `drop index outbox_published`,
      `create index outbox_published on outbox (published_at) where published_at is not null`,
      `alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`,
      `alter table inbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`,
    ],
    down: [
      `drop index outbox_published`,
      `create index outbox_published on outbox (published_at)`,
      `alter table outbox reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`,
      `alter table inbox reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`,
    ],
  }),
  // Each statement of a volatile function sees what was committed before it: also by whom its lock was waited for.
  defineMigration('00000007-revocations', {
    up: [
      `create table revocation ${revocationRows}`,
      `create index revocation_changed on revocation (changed_at)`,
      ...sealTenantTable('revocation'),
      relayPolicy('revocation'),
      `create function access_lock(org text, user_id uuid) returns bigint language sql stable as $$
         select hashtextextended(concat_ws(' ', 'access', current_schema(), org, user_id), 0) $$`,
      `create function admit_user(in_org text, who uuid, in_run uuid) returns boolean language plpgsql volatile as $$
         begin
           perform pg_advisory_xact_lock_shared(access_lock(in_org, who));
           return not exists (
             select from revocation where org = in_org and user_id = who and is_revoked and run <> in_run);
         end $$`,
      `create function revocation_notify() returns trigger language plpgsql as $$
         begin perform pg_notify('revocation_' || tg_table_schema, ''); return null; end $$`,
      `create trigger revocation_changed after insert or update on revocation
         for each statement execute function revocation_notify()`,
    ],
    down: [
      `drop table revocation`,
      `drop function admit_user`,
      `drop function access_lock`,
      `drop function revocation_notify`,
    ],
  }),
  // A look for new messages begins at a position, so that it must be first in the index. Under row-level security an index of coalesce is
  // not used. Each change of a run leaves a dead row.
  defineMigration('00000008-looks-walk-no-history', {
    up: [
      `drop index outbox_unpublished`,
      `create index outbox_new on outbox (position) where published_at is null and stream is null`,
      `create index outbox_lost on outbox (position) where published_at is null and stream is not null`,
      `drop index inbox_settled`,
      `create index inbox_settled on inbox ((case when done_at is null then due_at else done_at end)) where dead_at is null`,
      ...['saga', 'saga_reply', 'participation', 'background_task'].map(
        (table) =>
          `alter table ${table} set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`,
      ),
    ],
    down: [
      `drop index outbox_new`,
      `drop index outbox_lost`,
      `create index outbox_unpublished on outbox ((stream is not null), position) where published_at is null`,
      `drop index inbox_settled`,
      `create index inbox_settled on inbox (coalesce(done_at, due_at)) where dead_at is null`,
      ...['saga', 'saga_reply', 'participation', 'background_task'].map(
        (table) => `alter table ${table} reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`,
      ),
    ],
  }),
  // Their subjects name no sender, so that nobody receives them any more: the relay sends them again, to subjects that do.
  defineMigration('00000009-messages-name-their-sender', {
    up: [
      `set local vault.relay = 'on'`,
      `update outbox set published_at = null, stream_sequence = null
        where published_at is not null and subject ~ '^vault[.][^.]+[.](hook|saga)[.][a-z]'`,
    ],
    down: [],
  }),
  // Tasks are few among the messages: those that are about to leave their stream are not looked for among all.
  defineMigration('00000010-tasks-have-their-index', {
    up: [`create index outbox_tasks on outbox (published_at) where stream = 'VAULT_TASKS'`],
    down: [`drop index outbox_tasks`],
  }),
  defineMigration('00000011-consumer-positions', {
    up: [
      `create table consumer_position ${positionRows}`,
      ...sealTenantTable('consumer_position'),
      relayPolicy('consumer_position'),
    ],
    down: [`drop table consumer_position`],
  }),
  tasksGoOn,
  createSchedules,
  organizationSettings,
  pluginSwitch,
  timeByDatabase,
  oneClockNoMirror,
];
