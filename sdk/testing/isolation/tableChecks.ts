import { migrationsTable } from '@nimbusvault/runtime';
import { tables, type CatalogCheck } from './check.ts';

const except = { [migrationsTable]: 'lists the migrations that ran: no organization has rows in it' };
const reseal = 'Create it with tenantTable(name, columns), or protect it with sealTenantTable(name).';

/** The SQL condition that the columns `columns` of table `t` include its `org`. */
const hasOrg = (columns: string) =>
  `exists (select from pg_attribute where attrelid = t.oid and attname = 'org' and attnum = any (${columns}))`;

/** The requirements of a tenant table: org first in its key, row-level security that binds its owner too, org in every key. */
export const tableChecks: readonly CatalogCheck[] = [
  {
    what: 'has no column "org" that is not null',
    fix: 'Add org varchar(63) not null: tenantTable does.',
    sql: `select relname as name from ${tables} t where not exists
      (select from pg_attribute where attrelid = t.oid and attname = 'org' and attnotnull and not attisdropped)`,
    except,
  },
  {
    what: 'does not have "org" first in its primary key',
    fix: 'Declare primary key (org, id): tenantTable does.',
    sql: `select relname as name from ${tables} t where not exists
      (select from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attname = 'org'
        where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = a.attnum)`,
    except,
  },
  {
    what: 'has no row-level security that binds its owner too',
    fix: reseal,
    sql: `select relname as name from ${tables} t where not (relrowsecurity and relforcerowsecurity)`,
    except,
  },
  {
    what: 'is unique or exclusive without "org": an organization could detect values of another one',
    fix: 'Add org to the columns of the index.',
    sql: `select c.relname as name from ${tables} t join pg_index i on i.indrelid = t.oid
      join pg_class c on c.oid = i.indexrelid
      where (i.indisunique or i.indisexclusion) and not ${hasOrg('i.indkey[0:i.indnkeyatts - 1]')}`,
    except: {
      [`${migrationsTable}_pkey`]: 'a serial number of migrations',
      inbox_dead_letter: 'the platform draws these ids at random: nobody can guess one',
    },
  },
  {
    what: 'is a foreign key that does not carry "org", or leads out of the schema',
    fix: 'Declare foreign key (org, x_id) references x (org, id); refer to the data of others by an id column alone.',
    sql: `select t.relname || '.' || k.conname as name from ${tables} t
      join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
      where not exists (select from pg_class f where f.oid = k.confrelid and f.relnamespace = $1::regnamespace)
        or not exists (select from unnest(k.conkey, k.confkey) as pair (mine, theirs)
          join pg_attribute a on a.attrelid = t.oid and a.attnum = pair.mine and a.attname = 'org'
          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'org')`,
  },
  {
    what: 'has a rule, which acts as the owner of the table',
    fix: 'Drop the rule; move its action into a mutation.',
    sql: `select t.relname || '.' || rulename as name from ${tables} t join pg_rewrite r on r.ev_class = t.oid`,
  },
];
