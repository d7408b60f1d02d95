import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { findUnindexed, type Unindexed } from './findUnindexed.ts';
import type { MigrationPlan } from '@nimbusvault/sdk/internal';
import {
  fileOf,
  findEdited,
  findMissing,
  plansOf,
  queryOn,
  type PluginAt,
  type SchemaFault,
} from './schemaFaults.ts';

/**
 * Compares a plugin with its schema, if the database has it, and its migrations with its entities: they run in a schema of
 * their own that is rolled back, so that nobody sees it and nothing of it stays. The URL is that of the database's owner.
 */
export async function rehearseMigrations(
  at: PluginAt,
  ownerUrl: string,
): Promise<readonly (SchemaFault | Unindexed)[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return [...(await findEdited(at, queryOn(client))), ...(await rehearse(at, client))];
  } finally {
    await client.end();
  }
}

async function rehearse(at: PluginAt, client: pg.Client): Promise<readonly (SchemaFault | Unindexed)[]> {
  const schema = `rehearsal_${randomBytes(6).toString('hex')}`;
  await client.query(`begin; create schema ${schema}; set local search_path = ${schema}`);
  for (const plan of plansOf(at.plugin)) {
    const reason = await reasonOfFailure(plan, client);
    if (reason) return [failed(plan, reason, at)];
  }
  const missing = await findMissing(at.plugin, schema, queryOn(client));
  return [...missing, ...(await findUnindexed(at.plugin, schema, queryOn(client)))];
}

async function reasonOfFailure({ up }: MigrationPlan, client: pg.Client): Promise<string | undefined> {
  try {
    for (const sql of up) await client.query(sql);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function failed({ name }: MigrationPlan, reason: string, at: PluginAt): SchemaFault {
  return {
    code: 'MIGRATION_FAILED',
    file: fileOf(name, at),
    message: `The migration ${name} fails: ${reason}`,
    fix: 'Correct its SQL. It runs after the migrations that definePlugin lists before it.',
  };
}
