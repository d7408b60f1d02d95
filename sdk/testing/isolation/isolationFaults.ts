import pg from 'pg';
import type { MigrationUrls } from '@nimbusvault/runtime';
import type { CatalogCheck } from './check.ts';
import { codeChecks } from './codeChecks.ts';
import { policyChecks } from './policyChecks.ts';
import { roleChecks } from './roleChecks.ts';
import { tableChecks } from './tableChecks.ts';

const checks = [...tableChecks, ...policyChecks, ...codeChecks, ...roleChecks];

/**
 * Returns the places where a migrated schema does not isolate organizations, or plugins, read from PostgreSQL's own catalog: a sentence
 * for each place, with its name and the remedy. The URLs are those that the schema was migrated with.
 */
export async function isolationFaults(schema: string, urls: MigrationUrls): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  try {
    const faults: string[] = [];
    for (const check of checks) faults.push(...(await faultsBy(check, client, [schema, roleOf(urls)])));
    return faults;
  } finally {
    await client.end();
  }
}

async function faultsBy(
  { what, fix, sql, except = {} }: CatalogCheck,
  client: pg.Client,
  [schema, role]: readonly [schema: string, role: string],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `with given as (select $1::text, $2::text) select name::text from (${sql}) as found, given order by 1`,
    [schema, role],
  );
  return rows
    .filter(({ name }) => !Object.hasOwn(except, name))
    .map(({ name }) => `${schema}: ${name} ${what}. ${fix}`);
}

function roleOf({ runtime }: MigrationUrls): string {
  return decodeURIComponent(new URL(runtime).username);
}
