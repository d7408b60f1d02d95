import type pg from 'pg';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { checkpoint, VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
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
}

/**
 * Enqueues the task of a schedule in each organization, in batches of a statement each, so that another process goes on after the last
 * batch. A payload that cannot be made is logged and settled: no later try would make it.
 */
export async function fire({ schedule, row, at }: Begun, database: pg.Client, site: Site): Promise<void> {
  const { name } = schedule;
  const firing = tryToMake(schedule, at, site);
  if (!firing) return settle(database, name, { at, result: 'failed' });
  if (!row.firesFor) await beginFiring(database, firing);
  checkpoint('schedule.after-begin');
  const organizations = await enqueueInAll(firing, row, database);
  await settle(database, name, { at, result: 'fired', organizations });
  checkpoint('schedule.after-end');
  site.log.info({ schedule: name, scheduledFor: at, organizations }, 'a schedule fired');
}

/** Returns the number of organizations. */
async function enqueueInAll(firing: FiringOf, row: ScheduleRow, database: pg.Client): Promise<number> {
  let after = row.firesFor ? row.lastOrg : '';
  let count = row.firesFor ? row.organizations : 0;
  for (;;) {
    const some = await readOrgs(database, after);
    const upTo = some.at(-1);
    if (upTo === undefined) return count;
    const orgs = await orgsToFire(some, database);
    checkpoint('schedule.before-batch');
    if (!(await enqueueIn(database, firing, { orgs, after, upTo })))
      throw new VaultError('STACK_FAILED', `Another process fires the schedule "${firing.schedule}".`);
    checkpoint('schedule.after-batch');
    count += orgs.length;
    after = upTo;
  }
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
