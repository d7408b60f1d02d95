import type { Check } from '../check.ts';
import { platformSql } from '../../paper/platformSql.ts';
import { demand } from '../finding.ts';
import type { World } from '../world.ts';

const scratch = 'nimbusvault_contract_scratch';

async function namesOf(
  { database }: World,
  sql: string,
  values: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await database.query<{ name: string }>(sql, [...values]);
  return rows.map(({ name }) => name);
}

async function hasModestRole(world: World): Promise<void> {
  const { schema, database } = world;
  const { rows } = await database.query<Record<string, boolean>>(
    `select rolcanlogin as login, rolsuper or rolbypassrls or rolcreatedb or rolcreaterole as mighty
       from pg_roles where rolname = $1`,
    [`vault_${schema}`],
  );
  demand(rows[0]?.['login'] === true, `there is no role vault_${schema} that can log in`);
  demand(
    rows[0]?.['mighty'] === false,
    `vault_${schema} is a superuser, or passes row-level security, or may create`,
  );
  const owned = await namesOf(
    world,
    `select tablename as name from pg_tables where schemaname = $1 and tableowner = $2`,
    [schema, `vault_${schema}`],
  );
  demand(owned.length === 0, `vault_${schema} owns ${owned.join(', ')}`);
}

const columnsSql = `
  select concat_ws(' ', table_name, column_name, data_type, is_nullable) as name
    from information_schema.columns where table_schema = $1 and ($2 = '' or table_name = any(string_to_array($2, ',')))`;

/** Compares the columns with those that platform.sql makes beside them. */
async function hasPlatformTables(world: World): Promise<void> {
  const { database, schema } = world;
  await database.query(`drop schema if exists ${scratch} cascade; create schema ${scratch}`);
  try {
    await database.query(`begin; set local search_path = ${scratch}; ${platformSql()} commit`);
    const wanted = await namesOf(world, columnsSql, [scratch, '']);
    const tables = [...new Set(wanted.map((name) => name.split(' ')[0]))].join();
    const found = new Set(await namesOf(world, columnsSql, [schema, tables]));
    const missing = wanted.filter((column) => !found.has(column));
    demand(missing.length === 0, `the schema ${schema} lacks ${missing.slice(0, 3).join('; ')}`);
  } finally {
    await database.query(`rollback; drop schema if exists ${scratch} cascade`);
  }
}

const openSql = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and c.relkind in ('r', 'p')
     and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org' and not a.attisdropped)
     and not (c.relrowsecurity and c.relforcerowsecurity
       and exists (select from pg_policies p where p.schemaname = $1 and p.tablename = c.relname
                    and p.qual like '%vault.org%' and p.with_check like '%vault.org%'))`;

const writableSql = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and c.relkind in ('r', 'p')
     and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org' and not a.attisdropped)
     and has_table_privilege($2, c.oid, 'insert, update, delete')`;

async function sealsTables(world: World): Promise<void> {
  const { schema } = world;
  const open = await namesOf(world, openSql, [schema]);
  demand(open.length === 0, `row-level security by org is not forced on ${open.join(', ')}`);
  const writable = await namesOf(world, writableSql, [schema, `vault_${schema}`]);
  demand(writable.length === 0, `vault_${schema} may write ${writable.join(', ')}, which has no org`);
}

export const databaseChecks: readonly Check[] = [
  {
    clause: '5.1',
    title: 'the runtime role has no powers',
    fix: 'Create vault_<schema> with login nosuperuser nobypassrls nocreatedb nocreaterole, and tables as the owner.',
    run: hasModestRole,
  },
  {
    clause: '5.3',
    title: "the platform's tables are there",
    fix: 'Run docs/contract/platform.sql, unchanged, as the first migrations.',
    run: hasPlatformTables,
  },
  {
    clause: '5.4',
    title: 'row-level security is forced',
    fix: "enable and force row level security, with a policy on org = nullif(current_setting('vault.org', true), '').",
    run: sealsTables,
  },
];
