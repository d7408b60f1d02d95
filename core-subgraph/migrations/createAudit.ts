import { defineMigration, tenantTable } from '@nimbusvault/sdk';

const auditEntry = tenantTable(
  'audit_entry',
  `at timestamptz(3) not null,
   actor_id uuid,
   by text not null,
   action varchar(63) not null,
   outcome varchar(16) not null,
   subject_type varchar(63) not null,
   subject_id text not null,
   reason text,
   details jsonb,
   request_id text not null`,
);

/** The runtime role may read the table and add to it. */
const appendOnly = `
  do $$ declare role regrole; begin
    for role in select distinct grantee::regrole from pg_class, aclexplode(relacl)
      where oid = 'audit_entry'::regclass and grantee <> relowner
    loop execute format('revoke update, delete on audit_entry from %s', role); end loop;
  end $$`;

export const createAudit = defineMigration('20261127-create-audit', {
  up: [...auditEntry, `create index audit_entry_by_time on audit_entry (org, at desc, id desc)`, appendOnly],
  down: [`drop table audit_entry`],
});
