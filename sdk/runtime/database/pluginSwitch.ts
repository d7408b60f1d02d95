import { defineMigration, sealTenantTable } from '@nimbusvault/sdk/internal';
import { switchRows } from './platformTables.ts';
import { relayPolicy } from './relayPolicy.ts';

/** A row of the inbox with `off_at` waits, with its event, until the plugin is on again for its organization. */
export const pluginSwitch = defineMigration('00000014-plugin-switch', {
  up: [
    `create table plugin_switch ${switchRows}`,
    `create index plugin_switch_changed on plugin_switch (changed_at)`,
    ...sealTenantTable('plugin_switch'),
    relayPolicy('plugin_switch'),
    `create function plugin_switch_notify() returns trigger language plpgsql as $$
       begin perform pg_notify('plugin_switch_' || tg_table_schema, ''); return null; end $$`,
    `create trigger plugin_switch_changed after insert or update on plugin_switch
       for each statement execute function plugin_switch_notify()`,
    `alter table inbox add column off_at timestamptz`,
    `create index inbox_off on inbox (org, off_at) where off_at is not null`,
  ],
  down: [
    `drop index inbox_off`,
    `alter table inbox drop column off_at`,
    `drop table plugin_switch`,
    `drop function plugin_switch_notify`,
  ],
});
