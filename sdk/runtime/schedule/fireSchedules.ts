import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { hasCapability, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import { plansByIndex } from '../database/plansByIndex.ts';
import { wakeUps, type WakeUps } from '../outbox/wakeUps.ts';
import { fire } from './fire.ts';
import { createFiringQueue, type FiringQueue } from './firingQueue.ts';
import { copyOrganizations, followOrganizations, type Shards } from './knownOrganizations.ts';
import { forgetOthers, readSchedules, settle, writeTimes, type ScheduleRow } from './scheduleRows.ts';
import { dueAt } from '../cron/times.ts';

const retryMs = 500;
const topUpEveryMs = 100;

/** The dependencies of a plugin's schedules. */
interface ScheduleSite {
  readonly plugin: Plugin;
  readonly databaseUrl: string;
  readonly broker: Broker;
  readonly log: VaultLog;
}

/**
 * Fires the plugin's schedules until `signal` aborts. Of all processes of a plugin one fires at a time, the holder of an advisory lock;
 * all state is in the database, so that the next holder goes on where this one ends. It works while there is a broker: what comes due
 * meanwhile is settled afterwards, as each schedule declares.
 */
export async function fireSchedules(site: ScheduleSite, signal: AbortSignal): Promise<void> {
  if (site.plugin.schedules.length === 0) return;
  while (!signal.aborted) {
    try {
      await fireOnOneConnection(site, signal);
    } catch (error) {
      if (signal.aborted) return;
      site.log.warn({ err: error }, 'the schedules stopped; they start again');
      await pause(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function fireOnOneConnection(site: ScheduleSite, signal: AbortSignal): Promise<void> {
  const { plugin, databaseUrl } = site;
  const database = new pg.Client({
    connectionString: databaseUrl,
    application_name: `${plugin.name} schedules ${process.pid}`,
    keepAlive: true,
  });
  const wake = wakeUps(database);
  const over = new AbortController();
  const end = () => {
    over.abort();
    wake.lose(new Error('The schedules are stopped.'));
    void database.end().catch(() => {});
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    await database.connect();
    while (!(await holdsLock(database, plugin.schemaName))) await wake.next();
    await database.query(['vault.relay=on', ...plansByIndex].map((setting) => `set ${setting}`).join('; '));
    await fireForEver(database, site, { wake, over: over.signal });
  } finally {
    signal.removeEventListener('abort', end);
    over.abort();
    await database.end().catch(() => {});
  }
}

async function holdsLock(database: pg.Client, schemaName: string): Promise<boolean> {
  const { rows } = await database.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtext($1)) as held`,
    [`schedules ${schemaName}`],
  );
  return rows[0]?.held ?? false;
}

/** Looks once a second, and more often while something fires: a firing is never earlier than its time, and seldom more than a second later. */
async function fireForEver(
  database: pg.Client,
  site: ScheduleSite,
  { wake, over }: { readonly wake: WakeUps; readonly over: AbortSignal },
): Promise<never> {
  const heard: Shards = new Map();
  if (!hasCapability(site.plugin, 'list-organizations')) void followOrganizations(heard, site, over);
  await forgetOthers(
    database,
    site.plugin.schedules.map(({ name }) => name),
  );
  const queues = new Map(site.plugin.schedules.map(({ name }) => [name, createFiringQueue()]));
  for (;;) {
    await copyOrganizations(database, heard);
    const firing = await settleAll(database, { ...site, queues });
    await wake.next(firing ? topUpEveryMs : undefined);
  }
}

type Firing = ScheduleSite & { readonly queues: ReadonlyMap<string, FiringQueue> };

/** Returns whether a firing is under way. */
async function settleAll(database: pg.Client, site: Firing): Promise<boolean> {
  const { rows, now } = await readSchedules(database);
  let isFiring = false;
  for (const schedule of site.plugin.schedules) {
    const row = rows.find(({ name }) => name === schedule.name);
    if (!row) await writeTimes(database, schedule.name, schedule);
    else if ((await settleDue({ schedule, row, now }, database, site)) === 'under way') isFiring = true;
  }
  return isFiring;
}

interface Look {
  readonly schedule: Plugin['schedules'][number];
  readonly row: ScheduleRow;
  readonly now: Date;
}

/** A time that came due before the schedule changed is settled by the times before the change. */
async function settleDue(
  { schedule, row, now }: Look,
  database: pg.Client,
  site: Firing,
): Promise<'under way' | 'ended'> {
  const { missed, name } = schedule;
  const { queues, log } = site;
  const queue = queues.get(name) ?? createFiringQueue();
  if (row.firesFor) return fire({ schedule, row, at: row.firesFor, queue }, database, site);
  const due = dueAt({ missed, cron: row.cron, timeZone: row.timeZone }, row.settledAt, now);
  if (due?.fires) return fire({ schedule, row, at: due.at, queue }, database, site);
  if (due) {
    await settle(database, name, { at: due.at, result: 'skipped' });
    log.warn({ schedule: name, scheduledFor: due.at }, 'a schedule missed its time, and skips it');
  } else if (row.cron !== schedule.cron || row.timeZone !== schedule.timeZone)
    await writeTimes(database, name, schedule);
  return 'ended';
}
