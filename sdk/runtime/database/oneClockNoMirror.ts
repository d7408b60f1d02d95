import { defineMigration } from '@nimbusvault/sdk/internal';

/** Tasks wait by the clock of PostgreSQL, therefore they are enqueued by it. And no registry mirrors the switches any more. */
export const oneClockNoMirror = defineMigration('00000016-one-clock-no-mirror', {
  up: [
    `alter table background_task alter column enqueued_at set default clock_timestamp()::timestamptz(3)`,
    `drop trigger plugin_switch_changed on plugin_switch`,
    `drop function plugin_switch_notify`,
    `drop index plugin_switch_changed`,
    `alter table plugin_switch alter column version set default 1`,
  ],
  down: [
    `alter table plugin_switch alter column version drop default`,
    `create index plugin_switch_changed on plugin_switch (changed_at)`,
    `create function plugin_switch_notify() returns trigger language plpgsql as $$
       begin perform pg_notify('plugin_switch_' || tg_table_schema, ''); return null; end $$`,
    `create trigger plugin_switch_changed after insert or update on plugin_switch
       for each statement execute function plugin_switch_notify()`,
    `alter table background_task alter column enqueued_at drop default`,
  ],
});
