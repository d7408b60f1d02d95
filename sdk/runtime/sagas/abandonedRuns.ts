import type pg from 'pg';
import type { Beside, Role } from '@nimbusvault/sdk/kernel';
import { plansByIndex } from '../database/plansByIndex.ts';

const takenAtOnce = 16;
const unseenSeconds = 30;
const recentSeconds = 10;

/** A run whose process is gone, taken over by this one. */
export interface AbandonedRun {
  readonly org: string;
  readonly id: string;
  readonly workflow: string;
  readonly workflowVersion: number;
  readonly actor: string | null;
  readonly roles: readonly Role[];
  readonly beside: Beside;
  readonly requestId: string;
}

/** Shows the peers, as long as the connection lives, that a process is alive; and listens for what concerns its runs. */
export async function becomeVisible(database: pg.Client, schemaName: string, owner: number): Promise<void> {
  await database.query(`select pg_advisory_lock(hashtext($1), $2)`, [lockName(schemaName), owner]);
  await database.query(`listen ${database.escapeIdentifier(`saga_${schemaName}`)}`);
  await database.query(['vault.relay=on', ...plansByIndex].map((setting) => `set ${setting}`).join('; '));
}

function lockName(schemaName: string): string {
  return `saga owners of ${schemaName}`;
}

const isLocked = `
  exists (select from pg_locks
           where locktype = 'advisory' and objsubid = 2 and granted
             and database = (select oid from pg_database where datname = current_database())
             and classid::bigint = hashtext($1)::bigint & 4294967295 and objid::bigint = saga.owner)`;

// In the hands of this process is what it holds in memory; what has its number otherwise was dropped by it. A run without
// an owner is of a process that no peer can see, such as a command: it is left alone while it moves, unless it is stuck and a
// person has said what is to be done with it.
const claimSql = `
  update saga set owner = $2, revision = revision + 1, updated_at = now()
    from (select org, id from saga
           where due_at <= now() and id <> all ($3::uuid[]) and workflow || '.v' || workflow_version = any ($4)
             and (owner is null and (wish is not null or updated_at < now() - interval '${unseenSeconds} s')
                  or owner = $2 or owner is not null and not ${isLocked})
           order by due_at limit ${takenAtOnce} for update skip locked) as abandoned
   where saga.org = abandoned.org and saga.id = abandoned.id
  returning saga.org, saga.id, workflow, workflow_version as "workflowVersion", actor, roles, beside, request_id as "requestId"`;

interface Claim {
  readonly schemaName: string;
  readonly owner: number;
  readonly workflows: readonly string[];
  readonly held: readonly string[];
  /** Looks only for runs that fell due in the last seconds: of earlier ones the index has little but what is dead. */
  readonly onlyRecent: boolean;
}

/** Takes over runs that are due and held by no process; each is assigned to one process only. */
export async function claimAbandonedRuns(
  database: pg.Client,
  { schemaName, owner, workflows, held, onlyRecent }: Claim,
): Promise<readonly AbandonedRun[]> {
  const isDue = await database.query(
    `select from saga where due_at >= now() - $2::interval and due_at <= now() and id <> all ($1::uuid[])
      order by due_at limit 1`,
    [held, onlyRecent ? `${recentSeconds} s` : '100 years'],
  );
  if (isDue.rowCount === 0) return [];
  const { rows } = await database.query<AbandonedRun>(claimSql, [
    lockName(schemaName),
    owner,
    held,
    workflows,
  ]);
  return rows;
}

/** The workflows of runs that are not over, as `<name>.v<version>`. */
export async function workflowsInFlight(database: pg.Client): Promise<readonly string[]> {
  await database.query(`set vault.relay = 'on'`);
  const { rows } = await database.query<{ name: string }>(
    `select distinct workflow || '.v' || workflow_version as name from saga
      where status in ('running', 'compensating', 'stuck')`,
  );
  return rows.map(({ name }) => name);
}
