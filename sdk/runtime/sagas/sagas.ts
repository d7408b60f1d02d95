import { setTimeout as pause } from 'node:timers/promises';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Hang, SagaState, SagaStatus, Wish } from '@nimbusvault/sdk/internal';
import { openAsOperator, type OperatorSite } from '../database/openAsOperator.ts';

const mostListed = 200;
const longestWaitMs = 5_000;
const lookEveryMs = 50;

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
  /** No process has continued it for 30 s, although it is due: those that run may lack its workflow. */
  readonly isLeftAlone: boolean;
}

/** A run with all that is known of it. */
export interface SagaDetails extends SagaSummary {
  readonly state: SagaState;
  readonly actor: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** A command of an operator, or of the watchdog, that nobody has carried out yet. */
  readonly wish: Wish | Hang | null;
}

/** Selects runs: those of an org, with a status, or all. */
interface SagaFilter {
  readonly org?: string | undefined;
  readonly status?: SagaStatus | undefined;
}

/** The runs of one subgraph. */
interface Sagas extends AsyncDisposable {
  /** Returns the newest two hundred. */
  list(filter: SagaFilter): Promise<readonly SagaSummary[]>;
  find(id: string): Promise<SagaDetails | undefined>;
  /**
   * Records a command, waits until a process of the plugin that knows the workflow has carried it out, and returns the
   * run. Throws NOT_FOUND, BAD_USER_INPUT if the run is not stuck or the command does not fit it, and
   * STACK_FAILED if nobody has carried it out in time.
   */
  help(id: string, wish: Wish): Promise<SagaDetails>;
}

const summary = `id, org, workflow, workflow_version as "workflowVersion", status, created_at as "createdAt",
  updated_at as "updatedAt", state->'cause' as cause,
  coalesce(due_at < now() - interval '30 s', false) as "isLeftAlone"`;

const listSql = `
  select ${summary} from saga where ($1::text is null or org = $1) and ($2::text is null or status = $2)
   order by created_at desc limit ${mostListed}`;

const findSql = `
  select ${summary}, state, actor, request_id as "requestId", idempotency_key as "idempotencyKey", wish
    from saga where id = $1`;

const wishSql = `update saga set wish = $2, due_at = now() where id = $1 and status = 'stuck'`;

/** Opens the runs of the plugin. Throws STACK_FAILED if the database is unavailable. */
export async function openSagas(site: OperatorSite): Promise<Sagas> {
  const database = await openAsOperator(site);
  const find = async (id: string) => (await database.query<SagaDetails>(findSql, [id])).rows[0];
  return {
    list: async ({ org, status }) => (await database.query<SagaSummary>(listSql, [org, status])).rows,
    find,
    async help(id, wish) {
      const before = (await find(id)) ?? missing(id);
      const isTaken = (await database.query(wishSql, [id, wish])).rowCount === 1;
      if (!isTaken) throw new VaultError('BAD_USER_INPUT', `${id} is not stuck: it is ${before.status}.`);
      return granted(before, await untilGranted(() => find(id)), site.plugin);
    },
    [Symbol.asyncDispose]: () => database.end(),
  };
}

async function untilGranted(look: () => Promise<SagaDetails | undefined>): Promise<SagaDetails | undefined> {
  for (const deadline = Date.now() + longestWaitMs; ; await pause(lookEveryMs)) {
    const saga = await look();
    if (!saga?.wish || Date.now() > deadline) return saga;
  }
}

function granted(before: SagaDetails, after: SagaDetails | undefined, plugin: string): SagaDetails {
  if (!after) return missing(before.id);
  if (after.wish)
    throw new VaultError(
      'STACK_FAILED',
      `No process of ${plugin} that knows ${before.workflow} is there. It is done as soon as one is.`,
    );
  if (after.state.interventions.length > before.state.interventions.length) return after;
  throw new VaultError(
    'BAD_USER_INPUT',
    `${before.id} is not being undone, so that nothing can be skipped. Retry it, or resolve it with a reason.`,
  );
}

function missing(id: string): never {
  throw new VaultError('NOT_FOUND', `There is no run ${id}.`);
}
