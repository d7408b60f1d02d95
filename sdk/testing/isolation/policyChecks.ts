import { migrationsTable } from '@nimbusvault/runtime';
import { tables, type CatalogCheck } from './check.ts';

const setting = (name: string) => `current_setting\\(''${name}''::text, true\\)`;
/** The expressions of sealTenantTable as PostgreSQL prints them, for a column of varchar or text. */
const ofOrg = `'^\\(\\(?org\\)?(::text)? = NULLIF\\(${setting('vault.org')}, ''''::text\\)\\)$'`;
const ofRelay = `'^\\(${setting('vault.relay')} = ''on''::text\\)$'`;
const relayed = `('outbox', 'inbox', 'background_task', 'saga', 'saga_reply', 'participation', 'revocation', 'consumer_position',
  'known_organization', 'schedule', 'organization_settings', 'plugin_switch')`;

const policies = `(select polrelid, polname, polpermissive, polcmd,
  pg_get_expr(polqual, polrelid) as seen, pg_get_expr(polwithcheck, polrelid) as made from pg_policy)`;

/** Permissive policies add up, therefore the widest of them decides: each must be a known one. */
export const policyChecks: readonly CatalogCheck[] = [
  {
    what: 'has no policy that reads and writes rows of the current organization alone',
    fix: 'Create it with tenantTable(name, columns), or protect it with sealTenantTable(name).',
    sql: `select relname as name from ${tables} t where not exists (select from ${policies} p
      where p.polrelid = t.oid and polpermissive and polcmd = '*' and seen ~ ${ofOrg} and made ~ ${ofOrg})`,
    except: { [migrationsTable]: 'lists the migrations that ran: no organization has rows in it' },
  },
  {
    what: 'is a policy that opens rows of other organizations',
    fix: 'Drop it, or make it "as restrictive": permissive policies add up.',
    sql: `select t.relname || '.' || polname as name from ${tables} t join ${policies} p on p.polrelid = t.oid
      where polpermissive
        and not (coalesce(seen ~ ${ofOrg}, true) and coalesce(made ~ ${ofOrg}, true))
        and not (t.relname in ${relayed} and coalesce(seen ~ ${ofRelay}, true) and coalesce(made ~ ${ofRelay}, true))`,
  },
];
