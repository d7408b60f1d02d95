-- migration: 00000001-outbox-and-inbox
create table outbox (
  position bigint generated always as identity,
  org varchar(63) not null,
  id uuid not null,
  subject text not null,
  type text not null,
  actor uuid,
  request_id text not null,
  data json not null,
  created_at timestamptz not null,
  repeats jsonb,
  published_at timestamptz,
  stream text,
  stream_sequence bigint,
  primary key (org, id)
);
create index outbox_unpublished on outbox (position) where published_at is null;
create index outbox_published on outbox (published_at);
create index outbox_taken on outbox (stream, stream_sequence);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_tenant on outbox using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy outbox_relay on outbox
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create function outbox_notify() returns trigger language plpgsql as $$
         begin perform pg_notify('outbox_' || tg_table_schema, ''); return null; end $$;
create trigger outbox_inserted after insert on outbox for each statement execute function outbox_notify();
create table inbox (
  org varchar(63) not null,
  message_id uuid not null,
  handler text not null,
  taken_at timestamptz not null default now(),
  done_at timestamptz,
  attempts integer not null default 0,
  tried_at timestamptz,
  due_at timestamptz,
  error_code text,
  error_message text,
  dead_at timestamptz,
  dead_letter uuid,
  event json,
  replays jsonb not null default '[]',
  primary key (org, message_id, handler)
);
create index inbox_settled on inbox (coalesce(done_at, due_at)) where dead_at is null;
create unique index inbox_dead_letter on inbox (dead_letter) where dead_letter is not null;
alter table inbox enable row level security;
alter table inbox force row level security;
create policy inbox_tenant on inbox using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy inbox_relay on inbox
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create table background_task (
  org varchar(63) not null,
  id uuid not null,
  name text not null,
  enqueued_at timestamptz not null,
  progress jsonb,
  primary key (org, id)
);
create index background_task_enqueued on background_task (enqueued_at);
alter table background_task enable row level security;
alter table background_task force row level security;
create policy background_task_tenant on background_task using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy background_task_relay on background_task
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');

-- migration: 00000002-sagas
create table saga (
  org varchar(63) not null,
  id uuid not null,
  workflow text not null,
  workflow_version integer not null,
  status text not null,
  state json not null,
  revision integer not null,
  owner integer,
  due_at timestamptz,
  wish json,
  idempotency_key text,
  actor uuid,
  roles json not null,
  request_id text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org, id),
  unique (org, idempotency_key)
);
create index saga_due on saga (due_at) where due_at is not null;
create index saga_live on saga (created_at desc) where status in ('running', 'compensating', 'stuck');
create index saga_ended on saga (updated_at) where status in ('completed', 'compensated', 'resolved');
alter table saga enable row level security;
alter table saga force row level security;
create policy saga_tenant on saga using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy saga_relay on saga
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create table saga_reply (
  org varchar(63) not null,
  run uuid not null,
  step text not null,
  plugin text not null,
  direction text not null,
  attempt integer not null,
  failure json,
  created_at timestamptz not null,
  primary key (org, run, step, plugin, direction, attempt)
);
alter table saga_reply enable row level security;
alter table saga_reply force row level security;
create policy saga_reply_tenant on saga_reply using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy saga_reply_relay on saga_reply
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create index saga_reply_made on saga_reply (created_at);
create function saga_replied() returns trigger language plpgsql as $$
         begin perform pg_notify('saga_' || tg_table_schema, new.run::text); return null; end $$;
create trigger saga_reply_inserted after insert on saga_reply for each row execute function saga_replied();
create table participation (
  org varchar(63) not null,
  run uuid not null,
  step text not null,
  phase text not null,
  written json not null,
  changed_at timestamptz not null default now(),
  primary key (org, run, step)
);
create index participation_changed on participation (changed_at);
alter table participation enable row level security;
alter table participation force row level security;
create policy participation_tenant on participation using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy participation_relay on participation
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');

-- migration: 00000003-lost-messages-come-last
drop index outbox_unpublished;
create index outbox_unpublished on outbox ((stream is not null), position) where published_at is null;

-- migration: 00000004-only-messages-ring
drop trigger outbox_inserted on outbox;
create or replace function outbox_notify() returns trigger language plpgsql as $$
         begin
           if exists (select from added) then perform pg_notify('outbox_' || tg_table_schema, ''); end if;
           return null;
         end $$;
create trigger outbox_inserted after insert on outbox referencing new table as added
         for each statement execute function outbox_notify();

-- migration: 00000005-runs-keep-scopes
alter table saga add column beside json not null default '{}';

-- migration: 00000006-outbox-stays-fast
drop index outbox_published;
create index outbox_published on outbox (published_at) where published_at is not null;
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table inbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- migration: 00000007-revocations
create table revocation (
  org varchar(63) not null,
  user_id uuid not null,
  run uuid not null,
  is_revoked boolean not null,
  version integer not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org, user_id)
);
create index revocation_changed on revocation (changed_at);
alter table revocation enable row level security;
alter table revocation force row level security;
create policy revocation_tenant on revocation using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy revocation_relay on revocation
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create function access_lock(org text, user_id uuid) returns bigint language sql stable as $$
         select hashtextextended(concat_ws(' ', 'access', current_schema(), org, user_id), 0) $$;
create function admit_user(in_org text, who uuid, in_run uuid) returns boolean language plpgsql volatile as $$
         begin
           perform pg_advisory_xact_lock_shared(access_lock(in_org, who));
           return not exists (
             select from revocation where org = in_org and user_id = who and is_revoked and run <> in_run);
         end $$;
create function revocation_notify() returns trigger language plpgsql as $$
         begin perform pg_notify('revocation_' || tg_table_schema, ''); return null; end $$;
create trigger revocation_changed after insert or update on revocation
         for each statement execute function revocation_notify();

-- migration: 00000008-looks-walk-no-history
drop index outbox_unpublished;
create index outbox_new on outbox (position) where published_at is null and stream is null;
create index outbox_lost on outbox (position) where published_at is null and stream is not null;
drop index inbox_settled;
create index inbox_settled on inbox ((case when done_at is null then due_at else done_at end)) where dead_at is null;
alter table saga set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table saga_reply set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table participation set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table background_task set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- migration: 00000009-messages-name-their-sender
set local vault.relay = 'on';
update outbox set published_at = null, stream_sequence = null
        where published_at is not null and subject ~ '^vault[.][^.]+[.](hook|saga)[.][a-z]';

-- migration: 00000010-tasks-have-their-index
create index outbox_tasks on outbox (published_at) where stream = 'VAULT_TASKS';

-- migration: 00000011-consumer-positions
create table consumer_position (
  org varchar(63) not null,
  stream text not null,
  durable text not null,
  origin text not null,
  sequence bigint not null,
  primary key (org, stream, durable)
);
alter table consumer_position enable row level security;
alter table consumer_position force row level security;
create policy consumer_position_tenant on consumer_position using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy consumer_position_relay on consumer_position
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');

-- migration: 00000012-tasks-go-on
alter table inbox add column run uuid, add column checkpoint json, add column postponed integer not null default 0;
alter table background_task add column due_at timestamptz, add column message json;
create index background_task_due on background_task (due_at) where due_at is not null;

-- migration: 00000013-schedules
create table known_organization (
  org varchar(63) collate "C" not null,
  shard smallint not null,
  is_gone boolean not null default false,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org)
);
create index known_organization_shard on known_organization (shard);
create index known_organization_changed on known_organization (changed_at);
alter table known_organization enable row level security;
alter table known_organization force row level security;
create policy known_organization_tenant on known_organization using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy known_organization_relay on known_organization
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create function organization_notify() returns trigger language plpgsql as $$
       begin perform pg_notify('organizations_' || tg_table_schema, ''); return null; end $$;
create trigger organization_known after insert or update on known_organization
       for each statement execute function organization_notify();
create function list_organization() returns trigger language plpgsql as $$
       begin
         if tg_op = 'DELETE' then
           update known_organization set is_gone = true, changed_at = clock_timestamp() where org = old.org;
         else
           insert into known_organization (org, shard) values (new.org, organization_shard(new.org))
           on conflict (org) do update set is_gone = false, changed_at = clock_timestamp();
         end if;
         return null;
       end $$;
create function organization_shard(org text) returns int language sql as $$
       select get_byte(sha256(convert_to(org, 'UTF8')), 0) $$;
create function list_organizations_of(listed regclass) returns void language plpgsql as $$
       begin
         perform set_config('vault.relay', 'on', true);
         execute format('create trigger organization_listed after insert or delete on %s
           for each row execute function list_organization()', listed);
         execute format('alter table %s no force row level security', listed);
         execute format('insert into known_organization (org, shard)
           select org, organization_shard(org) from %s on conflict do nothing', listed);
         execute format('alter table %s force row level security', listed);
         perform set_config('vault.relay', '', true);
       end $$;
create table schedule (
  org varchar(63) not null,
  name text not null,
  cron text not null,
  time_zone text not null,
  known_at timestamptz not null default now(),
  settled_at timestamptz not null,
  fires_for timestamptz,
  began_at timestamptz,
  last_org varchar(63) not null default '',
  organizations integer not null default 0,
  last json,
  primary key (org, name)
);
alter table schedule enable row level security;
alter table schedule force row level security;
create policy schedule_tenant on schedule using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy schedule_relay on schedule
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');

-- migration: 00000014-organization-settings
create table organization_settings (
  org varchar(63) not null,
  stored jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (org)
);
alter table organization_settings enable row level security;
alter table organization_settings force row level security;
create policy organization_settings_tenant on organization_settings using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy organization_settings_relay on organization_settings
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');

-- migration: 00000014-plugin-switch
create table plugin_switch (
  org varchar(63) not null,
  is_on boolean not null,
  version integer not null,
  forgotten jsonb not null default '{}',
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org)
);
create index plugin_switch_changed on plugin_switch (changed_at);
alter table plugin_switch enable row level security;
alter table plugin_switch force row level security;
create policy plugin_switch_tenant on plugin_switch using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''));
create policy plugin_switch_relay on plugin_switch
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on');
create function plugin_switch_notify() returns trigger language plpgsql as $$
       begin perform pg_notify('plugin_switch_' || tg_table_schema, ''); return null; end $$;
create trigger plugin_switch_changed after insert or update on plugin_switch
       for each statement execute function plugin_switch_notify();
alter table inbox add column off_at timestamptz;
create index inbox_off on inbox (org, off_at) where off_at is not null;

-- migration: 00000015-time-by-database
alter table outbox alter column created_at set default clock_timestamp()::timestamptz(3);

-- migration: 00000016-one-clock-no-mirror
alter table background_task alter column enqueued_at set default clock_timestamp()::timestamptz(3);
drop trigger plugin_switch_changed on plugin_switch;
drop function plugin_switch_notify;
drop index plugin_switch_changed;
alter table plugin_switch alter column version set default 1;
