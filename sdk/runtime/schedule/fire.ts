import type pg from 'pg';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { checkpoint, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { EnqueuedTask, FiringQueue } from './firingQueue.ts';
import { orgsToFire } from './orgsToFire.ts';
import { beginFiring, enqueueIn, readOrgs, settle, type FiringOf, type ScheduleRow } from './scheduleRows.ts';

type Schedule = Plugin['schedules'][number];

interface Site {
  readonly plugin: Pick<Plugin, 'name'>;
  readonly log: VaultLog;
}

/** A firing that begins, or that a process that has ended has begun. */
interface Begun {
  readonly schedule: Schedule;
  readonly row: ScheduleRow;
  readonly at: Date;
  readonly queue: FiringQueue;
}

/**
 * Goes on with a firing: enqueues the task of a schedule in the next organizations, as many as its queue has room for, so that another
 * process can go on after them. A payload that cannot be made is logged and settled: no later try would make it.
 */
export async function fire(
  { schedule, row, at, queue }: Begun,
  database: pg.Client,
  site: Site,
): Promise<'under way' | 'ended'> {
  const { name } = schedule;
  const firing = tryToMake(schedule, at, site);
  if (!firing) {
    await settle(database, name, { at, result: 'failed' });
    return 'ended';
  }
  const { lastOrg: after, organizations } = row.firesFor ? row : await begin(firing, database);
  const room = await queue.room(database);
  if (room === 0) return 'under way';
  const some = await readOrgs(database, after, room);
  if (some.length > 0) {
    queue.add(await enqueue(firing, { some, after }, database));
    return 'under way';
  }
  await settle(database, name, { at, result: 'fired', organizations });
  checkpoint('schedule.after-end');
  site.log.info({ schedule: name, scheduledFor: at, organizations }, 'a schedule fired');
  return 'ended';
}

async function begin(
  firing: FiringOf,
  database: pg.Client,
): Promise<Pick<ScheduleRow, 'lastOrg' | 'organizations'>> {
  await beginFiring(database, firing);
  checkpoint('schedule.after-begin');
  return { lastOrg: '', organizations: 0 };
}

async function enqueue(
  firing: FiringOf,
  { some, after }: { readonly some: readonly string[]; readonly after: string },
  database: pg.Client,
): Promise<readonly EnqueuedTask[]> {
  const orgs = await orgsToFire(some, database);
  checkpoint('schedule.before-batch');
  const tasks = await enqueueIn(database, firing, { orgs, after, upTo: some.at(-1) ?? after });
  if (!tasks)
    throw new VaultError('STACK_FAILED', `Another process fires the schedule "${firing.schedule}".`);
  checkpoint('schedule.after-batch');
  return tasks;
}

function tryToMake(schedule: Schedule, at: Date, { plugin, log }: Site): FiringOf | undefined {
  const { name, task, payloadOf } = schedule;
  try {
    const data = payloadOf({ scheduledFor: at.toISOString() });
    const type = `task.${task.name}.v${task.version}`;
    return { plugin: plugin.name, schedule: name, at, task: { name: task.name, type, data } };
  } catch (error) {
    log.error(
      { err: error, schedule: name, scheduledFor: at },
      'a schedule cannot make the payload of its task',
    );
    return undefined;
  }
}
