import type pg from 'pg';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { HandlerError } from '@nimbusvault/sdk/internal';
import { repeatEvents } from '../outbox/raiseSetAside.ts';
import { openAsOperator, type OperatorSite } from '../database/openAsOperator.ts';

const mostListed = 1_000;
const replayedAtOnce = 500;

/** The summary of a failed delivery. `attempts` counts from the last replay. */
export interface DeadLetterSummary {
  readonly id: string;
  readonly org: string;
  readonly handler: string;
  /** The CloudEvents type of the event, such as `entity.archived.v1`. */
  readonly type: string;
  /** After a replay: waiting to be tried, or done. */
  readonly state: 'dead' | 'waiting' | 'done';
  readonly attempts: number;
  readonly firstTriedAt: Date;
  readonly lastTriedAt: Date;
  readonly error: HandlerError;
}

/** A dead letter with its event, and everybody who has replayed it. */
export interface DeadLetter extends DeadLetterSummary {
  readonly event: {
    readonly id: string;
    readonly time: string;
    readonly subject: string;
    readonly source: string;
    readonly actor: string | null;
    readonly requestId: string;
    readonly data: unknown;
  };
  readonly replays: readonly (Replay & { readonly at: string; readonly error: HandlerError })[];
}

/** The author of a replay, and the reason. */
export interface Replay {
  readonly by: string;
  readonly reason: string | null;
}

/** Selects dead letters: those of an org, the one with an id, or all. */
interface DeadLetterFilter {
  readonly id?: string | undefined;
  readonly org?: string | undefined;
}

/** The dead letters of one subgraph. */
interface DeadLetters extends AsyncDisposable {
  /** Returns the newest thousand that are not done. */
  list(filter: DeadLetterFilter): Promise<readonly DeadLetterSummary[]>;
  /** Returns the one with the id, dead or replayed since. */
  find(id: string): Promise<DeadLetter | undefined>;
  /** Returns the organizations with dead letters that can be replayed. */
  orgs(filter: DeadLetterFilter): Promise<readonly string[]>;
  /** Makes one deliverable again, to its handler alone. Throws NOT_FOUND, or BAD_USER_INPUT if it is not dead. */
  replayOne(id: string, replay: Replay): Promise<void>;
  /** Makes dead letters deliverable again and returns their number. */
  replay(filter: DeadLetterFilter, replay: Replay): Promise<number>;
}

// A replay that nobody claimed: the plugin was down for longer than the stream's retention.
const isOverdue = `due_at < now() - interval '1 hour'`;

const replayable = `dead_letter is not null and done_at is null and (dead_at is not null or ${isOverdue})`;

const error = `json_build_object('code', error_code, 'message', error_message)`;

const summary = `
  dead_letter as id, org, handler, event->>'type' as type, attempts,
  case when dead_at is not null then 'dead' when done_at is not null then 'done' else 'waiting' end as state,
  taken_at as "firstTriedAt", tried_at as "lastTriedAt", ${error} as error`;

const listSql = `
  select ${summary} from inbox
   where dead_letter is not null and done_at is null and ($1::text is null or org = $1)
   order by tried_at desc limit ${mostListed}`;

const orgsSql = `select distinct org from inbox where ${replayable} and ($1::text is null or org = $1) order by org`;

const findSql = `
  select ${summary}, replays, json_build_object('id', message_id, 'time', event->'time', 'subject', event->'subject',
    'source', event->'source', 'actor', event->'actor', 'requestId', event->'requestId', 'data', event->'data') as event
    from inbox where dead_letter = $1`;

/** The dead mark goes and the event is said again in one transaction. */
const replaySql = `
  with dead as (
    select org, message_id, handler from inbox
     where ${replayable}
       and ($1::uuid is null or dead_letter = $1) and ($2::text is null or org = $2)
       and coalesce(dead_at, due_at) < $6::timestamptz
     order by tried_at limit ${replayedAtOnce} for update skip locked
  ), raised as (
    update inbox set dead_at = null, attempts = 0, due_at = now(), replays = replays || jsonb_build_object(
        'at', now(), 'by', $3::text, 'reason', $4::text, 'error', ${error})
      from dead where (inbox.org, inbox.message_id, inbox.handler) = (dead.org, dead.message_id, dead.handler)
    returning inbox.*
  )
  ${repeatEvents('raised', '$5::text')}`;

/** Opens the dead letters of the plugin. Throws STACK_FAILED if the database is unavailable. */
export async function openDeadLetters(site: OperatorSite): Promise<DeadLetters> {
  const database = await openAsOperator(site);
  const replay = (filter: DeadLetterFilter, by: Replay) =>
    replayAll(database, filter, { ...by, plugin: site.plugin });
  const find = async (id: string) => (await database.query<DeadLetter>(findSql, [id])).rows[0];
  return {
    list: async ({ org }) => (await database.query<DeadLetterSummary>(listSql, [org])).rows,
    find,
    orgs: async ({ org }) =>
      (await database.query<{ org: string }>(orgsSql, [org])).rows.map((row) => row.org),
    replay,
    async replayOne(id, by) {
      const { state } = (await find(id)) ?? missing(id);
      if ((await replay({ id }, by)) === 1) return;
      const now = state === 'done' ? 'its handler has done it' : 'it is being tried again';
      throw new VaultError('BAD_USER_INPUT', `${id} is not dead any more: it was replayed, and ${now}.`);
    },
    [Symbol.asyncDispose]: () => database.end(),
  };
}

function missing(id: string): never {
  throw new VaultError('NOT_FOUND', `There is no dead letter ${id}.`);
}

/** In batches; what dies again meanwhile is not replayed twice. */
async function replayAll(
  database: pg.Client,
  { id, org }: DeadLetterFilter,
  { by, reason, plugin }: Replay & { readonly plugin: string },
): Promise<number> {
  const { rows } = await database.query<{ start: string }>('select clock_timestamp()::text as start');
  const values = [id, org, by, reason, plugin, rows[0]?.start];
  let [replayed, batch] = [0, 0];
  do {
    batch = (await database.query(replaySql, values)).rowCount ?? 0;
    replayed += batch;
  } while (batch === replayedAtOnce);
  return replayed;
}
