import { migrationsTable } from '@nimbusvault/runtime';
import type { CatalogCheck } from './check.ts';

const role = `(select oid, * from pg_roles where rolname = $2)`;
const reprovision = 'Run "nimbus migrate", which revokes it.';
const revoke = 'Revoke it: a role works in the schema of its plugin alone.';
const relations = `(select c.oid, c.relname, c.relowner, c.relacl from pg_class c
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S'))`;

/** A grantee in an access list other than the owner and the runtime role. */
const others = (list: string, owner: string) =>
  `(select from aclexplode(${list}) where grantee not in (${owner}, $2::regrole))`;

/** The rights of the runtime role: it reads and writes the rows of its own schema, and nothing else. */
export const roleChecks: readonly CatalogCheck[] = [
  {
    what: 'is a role that row-level security does not bind, or that may create roles or databases',
    fix: reprovision,
    sql: `select rolname as name from ${role} r
      where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication`,
  },
  {
    what: 'is a role that has the rights of another one',
    fix: 'Revoke the membership.',
    sql: `select $2::text || ' in ' || roleid::regrole as name from pg_auth_members where member = $2::regrole`,
  },
  {
    what: 'is owned by the runtime role, which could remove its row-level security',
    fix: 'Give it to the owner of the database: alter … owner to ….',
    sql: `select relname as name from pg_class where relowner = $2::regrole and relkind not in ('i', 'I', 't')
        and relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_%')
      union all select nspname from pg_namespace where nspowner = $2::regrole and nspname not like 'pg\\_%'
      union all select proname from pg_proc where proowner = $2::regrole`,
  },
  {
    what: 'is a schema that the runtime role may create things in',
    fix: revoke,
    sql: `select nspname as name from pg_namespace
      where nspname not like 'pg\\_%' and has_schema_privilege($2, oid, 'create')`,
  },
  {
    what: 'is a database in which the runtime role may create temporary tables, which row-level security does not cover',
    fix: 'Revoke it as its owner: revoke temporary on database … from public.',
    sql: `select datname as name from pg_database
      where datname = current_database() and has_database_privilege($2, oid, 'temporary')`,
  },
  {
    what: 'is a schema of others that the runtime role may use',
    fix: revoke,
    sql: `select nspname as name from pg_namespace where nspname not like 'pg\\_%' and nspname <> $1
      and has_schema_privilege($2, oid, 'usage')`,
    except: {
      public: 'PostgreSQL opens it to everybody; nothing is in it',
      information_schema: 'shows everybody what is theirs',
    },
  },
  {
    what: 'is a table outside of its schema that the runtime role may read or write',
    fix: revoke,
    sql: `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> $1 and n.nspname <> 'information_schema'
        and n.nspname not like 'pg\\_%' and has_schema_privilege($2, n.oid, 'usage')
        and has_any_column_privilege($2, c.oid, 'select, insert, update')`,
  },
  {
    what: 'is open to other roles than its owner and its runtime role',
    fix: revoke,
    sql: `select nspname as name from pg_namespace
        where nspname = $1 and exists ${others('nspacl', 'nspowner')}
      union all select relname from ${relations} r where exists ${others('relacl', 'relowner')}
      union all select r.relname || '.' || attname from ${relations} r join pg_attribute on attrelid = r.oid
        where exists ${others('attacl', 'relowner')}`,
  },
  {
    what: 'can be emptied, referred to or triggered on by the runtime role, which bypasses row-level security',
    fix: 'Grant select, insert, update and delete alone.',
    sql: `select relname as name from ${relations} r where relname not in
        (select relname from pg_class where relkind = 'S' and relnamespace = $1::regnamespace)
      and has_table_privilege($2, r.oid, 'truncate, references, trigger, maintain')`,
  },
  {
    what: 'lists the migrations that ran, and can be changed by the runtime role',
    fix: reprovision,
    sql: `select relname as name from ${relations} r where relname = '${migrationsTable}'
      and has_table_privilege($2, r.oid, 'insert, update, delete')`,
  },
  {
    what: 'gives the runtime role an organization, or the rights of the relay, before it sets its organization',
    fix: 'Reset it: alter role … reset "vault.…".',
    sql: `select entry as name from pg_db_role_setting, unnest(setconfig) as entry
      where setrole in (0, $2::regrole) and entry ~ '^vault\\.'`,
  },
];
