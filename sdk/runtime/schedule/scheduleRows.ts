import type pg from 'pg';
import { subjects } from '@nimbusvault/sdk/kernel';
import type { Times } from '../cron/times.ts';
import type { EnqueuedTask } from './firingQueue.ts';

/** The outcome of the last time of a schedule that was settled. */
export interface LastTime {
  readonly scheduledFor: string;
  readonly result: 'fired' | 'skipped' | 'failed';
  /** The number of organizations in which the task was enqueued. */
  readonly organizations: number;
  readonly endedAt: string;
}

/** A schedule as the database knows it. */
export interface ScheduleRow extends Times {
  readonly name: string;
  readonly settledAt: Date;
  /** The time of a firing that has begun. */
  readonly firesFor: Date | null;
  readonly lastOrg: string;
  readonly organizations: number;
  readonly last: LastTime | null;
}

/** A firing of a plugin's schedule: its time, and the task that it enqueues. */
export interface FiringOf {
  readonly plugin: string;
  readonly schedule: string;
  readonly at: Date;
  readonly task: { readonly name: string; readonly type: string; readonly data: unknown };
}

const readSql = `
  select name, cron, time_zone as "timeZone", settled_at as "settledAt", fires_for as "firesFor",
         last_org as "lastOrg", organizations, last
    from schedule where org = '' order by name`;

/** Returns the schedules that have ever been seen, and the database's time. */
export async function readSchedules(
  database: pg.Client,
): Promise<{ readonly rows: readonly ScheduleRow[]; readonly now: Date }> {
  const { rows } = await database.query<ScheduleRow>(readSql);
  const { rows: clock } = await database.query<{ now: Date }>('select clock_timestamp() as now');
  return { rows, now: clock[0]?.now ?? new Date() };
}

/** A schedule that was unknown begins now, and one whose times have changed goes on from now. */
export async function writeTimes(
  database: pg.Client,
  name: string,
  { cron, timeZone }: Times,
): Promise<void> {
  await database.query(
    `insert into schedule (org, name, cron, time_zone, settled_at) values ('', $1, $2, $3, clock_timestamp())
     on conflict (org, name) do update set cron = excluded.cron, time_zone = excluded.time_zone,
       settled_at = greatest(schedule.settled_at, excluded.settled_at)`,
    [name, cron, timeZone],
  );
}

/** Deletes the schedules that the plugin has not had for 30 days. */
export async function forgetOthers(database: pg.Client, names: readonly string[]): Promise<void> {
  await database.query(`update schedule set known_at = now() where name = any($1)`, [names]);
  await database.query(`delete from schedule where known_at < now() - interval '30 days'`);
}

/** Begins a firing, which any process goes on with from then on. */
export async function beginFiring(database: pg.Client, { schedule, at }: FiringOf): Promise<void> {
  await database.query(
    `update schedule set fires_for = $2, began_at = now(), last_org = '', organizations = 0
      where org = '' and name = $1 and fires_for is null`,
    [schedule, at],
  );
}

const isoNow = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Settles all times up to `at`. */
export async function settle(
  database: pg.Client,
  name: string,
  { at, result, organizations = 0 }: { at: Date; result: LastTime['result']; organizations?: number },
): Promise<void> {
  const last: Omit<LastTime, 'endedAt'> = { scheduledFor: at.toISOString(), result, organizations };
  await database.query(
    `update schedule set settled_at = greatest(settled_at, $2), fires_for = null, last_org = '', organizations = 0,
            last = $3::jsonb || jsonb_build_object('endedAt', ${isoNow})
      where org = '' and name = $1`,
    [name, at, JSON.stringify(last)],
  );
}

/** Returns the next organizations in the order of their slugs. */
export async function readOrgs(database: pg.Client, after: string, most: number): Promise<readonly string[]> {
  const { rows } = await database.query<{ org: string }>(
    `select org from known_organization where not is_gone and org > $1 order by org limit $2`,
    [after, most],
  );
  return rows.map(({ org }) => org);
}

// A function of the plugin, the schedule, the organization and the time: the same firing cannot enqueue a second task.
const digest = `encode(sha256(convert_to(concat_ws(' ', $1::text, $2::text, target.org, $3::text), 'UTF8')), 'hex')`;
const taskId = `overlay(overlay(left(${digest}, 32) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid`;

const enqueueSql = `
  with target as (
    select org, subject, ${taskId} as id from json_to_recordset($4) as target(org text, subject text)
  ), said as (
    insert into outbox (org, id, subject, type, request_id, data)
    select org, id, subject, $5, $6, $7 from target on conflict (org, id) do nothing
  ), enqueued as (
    insert into background_task (org, id, name, enqueued_at)
    select org, id, $8, now() from target on conflict (org, id) do nothing
  )
  update schedule set last_org = $9, organizations = organizations + (select count(*) from target)
   where org = '' and name = $2 and fires_for = $3::timestamptz and last_org = $10
  returning (select coalesce(json_agg(json_build_object('org', org, 'id', id)), '[]') from target) as tasks`;

/** Enqueues the task in some organizations, and notes that they have it, in one statement; returns undefined if another process has. */
export async function enqueueIn(
  database: pg.Client,
  { plugin, schedule, at, task }: FiringOf,
  { orgs, after, upTo }: { readonly orgs: readonly string[]; readonly after: string; readonly upTo: string },
): Promise<readonly EnqueuedTask[] | undefined> {
  const time = at.toISOString();
  const targets = orgs.map((org) => ({ org, subject: subjects.task(org, plugin, task.name) }));
  const request = `${schedule}@${time}`;
  const { rows } = await database.query<{ tasks: readonly EnqueuedTask[] }>(enqueueSql, [
    plugin,
    schedule,
    time,
    JSON.stringify(targets),
    task.type,
    request,
    JSON.stringify(task.data),
    task.name,
    upTo,
    after,
  ]);
  return rows[0]?.tasks;
}
