import { defineMigration, sealTenantTable } from '@nimbusvault/sdk/internal';
import { organizationRows, scheduleRows } from './platformTables.ts';
import { relayPolicy } from './relayPolicy.ts';

/** The schedules of a subgraph, and the organizations that they fire in. */
export const createSchedules = defineMigration('00000013-schedules', {
  up: [
    `create table known_organization ${organizationRows}`,
    `create index known_organization_shard on known_organization (shard)`,
    `create index known_organization_changed on known_organization (changed_at)`,
    ...sealTenantTable('known_organization'),
    relayPolicy('known_organization'),
    `create function organization_notify() returns trigger language plpgsql as $$
       begin perform pg_notify('organizations_' || tg_table_schema, ''); return null; end $$`,
    `create trigger organization_known after insert or update on known_organization
       for each statement execute function organization_notify()`,
    `create function list_organization() returns trigger language plpgsql as $$
       begin
         if tg_op = 'DELETE' then
           update known_organization set is_gone = true, changed_at = clock_timestamp() where org = old.org;
         else
           insert into known_organization (org, shard) values (new.org, organization_shard(new.org))
           on conflict (org) do update set is_gone = false, changed_at = clock_timestamp();
         end if;
         return null;
       end $$`,
    `create function organization_shard(org text) returns int language sql as $$
       select get_byte(sha256(convert_to(org, 'UTF8')), 0) $$`,
    // Its owner sees no row of the table while row-level security is forced.
    `create function list_organizations_of(listed regclass) returns void language plpgsql as $$
       begin
         perform set_config('vault.relay', 'on', true);
         execute format('create trigger organization_listed after insert or delete on %s
           for each row execute function list_organization()', listed);
         execute format('alter table %s no force row level security', listed);
         execute format('insert into known_organization (org, shard)
           select org, organization_shard(org) from %s on conflict do nothing', listed);
         execute format('alter table %s force row level security', listed);
         perform set_config('vault.relay', '', true);
       end $$`,
    `create table schedule ${scheduleRows}`,
    ...sealTenantTable('schedule'),
    relayPolicy('schedule'),
  ],
  down: [
    `drop table schedule`,
    `drop function list_organizations_of`,
    `drop function list_organization`,
    `drop function organization_shard`,
    `drop table known_organization`,
    `drop function organization_notify`,
  ],
});
