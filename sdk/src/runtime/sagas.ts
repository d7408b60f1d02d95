import pg from 'pg';
import { VaultError } from '../kernel/index.ts';
import type { SagaState, SagaStatus, Wish } from '../orchestrator/index.ts';

const mostListed = 200;

/** A run in short. */
export interface SagaSummary {
  readonly id: string;
  readonly org: string;
  readonly workflow: string;
  readonly workflowVersion: number;
  readonly status: SagaStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly cause: SagaState['cause'] | null;
}

/** A run with all that is known of it. */
export interface SagaDetails extends SagaSummary {
  readonly state: SagaState;
  readonly actor: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** What a person wants of it, and nobody has done yet. */
  readonly wish: Wish | null;
}

/** Which runs: those of an org, with a status, or all. */
export interface SagaFilter {
  readonly org?: string | undefined;
  readonly status?: SagaStatus | undefined;
}

/** The runs of one subgraph. */
export interface Sagas extends AsyncDisposable {
  /** The newest two hundred. */
  list(filter: SagaFilter): Promise<readonly SagaSummary[]>;
  find(id: string): Promise<SagaDetails | undefined>;
  /** Puts a wish on record, where the run is stuck; a process of the plugin that knows its workflow does it. */
  wish(id: string, wish: Wish): Promise<boolean>;
}

const summary = `id, org, workflow, workflow_version as "workflowVersion", status, created_at as "createdAt",
  updated_at as "updatedAt", state->'cause' as cause`;

const listSql = `
  select ${summary} from saga where ($1::text is null or org = $1) and ($2::text is null or status = $2)
   order by created_at desc limit ${mostListed}`;

const findSql = `
  select ${summary}, state, actor, request_id as "requestId", idempotency_key as "idempotencyKey", wish
    from saga where id = $1`;

const wishSql = `update saga set wish = $2, due_at = now() where id = $1 and status = 'stuck'`;

/** Opens the runs of the plugin with its runtime role's URL; throws STACK_FAILED where there is no database. */
export async function openSagas(plugin: string, databaseUrl: string): Promise<Sagas> {
  const database = new pg.Client({ connectionString: databaseUrl });
  try {
    await database.connect();
    await database.query(`set vault.relay = 'on'`);
  } catch (cause) {
    throw new VaultError('STACK_FAILED', `The database of ${plugin} is not to be had.`, { cause });
  }
  return {
    list: async ({ org, status }) => (await database.query<SagaSummary>(listSql, [org, status])).rows,
    find: async (id) => (await database.query<SagaDetails>(findSql, [id])).rows[0],
    wish: async (id, wish) => ((await database.query(wishSql, [id, wish])).rowCount ?? 0) > 0,
    [Symbol.asyncDispose]: () => database.end(),
  };
}
