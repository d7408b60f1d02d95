import { Cron } from 'croner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';

const onTimeMs = 60_000;

/** A cron expression, and the zone whose clock counts. */
export interface Times {
  readonly cron: string;
  readonly timeZone: string;
}

/** A time up to which all is to be settled, and whether the schedule fires for it. */
interface Due {
  readonly at: Date;
  readonly fires: boolean;
}

/**
 * Returns the last of the times after `settledAt` and up to `now`, or undefined. It fires for one that is missed only if the schedule
 * says so; one that is a minute late, because a process has just been replaced, is not missed.
 */
export function dueAt(
  times: Times & { readonly missed: 'skip' | 'once' },
  settledAt: Date,
  now: Date,
): Due | undefined {
  const justAfter = new Date(now.getTime() + 1); // the search excludes its own beginning
  const [at] = cronOf(times).previousRuns(1, justAfter);
  if (!at || at <= settledAt) return undefined;
  return { at, fires: times.missed === 'once' || now.getTime() - at.getTime() <= onTimeMs };
}

/** Returns the first time after `since`; undefined if there is none. */
export function nextAfter(times: Times, since: Date): Date | undefined {
  return cronOf(times).nextRun(since) ?? undefined;
}

/** Throws PLUGIN_INVALID for schedules whose cron expression or time zone is invalid, or that never fire. */
export function checkTimes({ name: plugin, schedules = [] }: Pick<Plugin, 'name'> & Partial<Plugin>): void {
  const faults = schedules.flatMap((schedule) => {
    const fault = faultOf(schedule);
    return fault ? [`${plugin}: the schedule "${schedule.name}" ${fault}`] : [];
  });
  if (faults.length > 0) throw new VaultError('PLUGIN_INVALID', faults.join('\n'));
}

function faultOf(times: Times): string | undefined {
  const { cron, timeZone } = times;
  if (!isZone(timeZone))
    return `has the time zone ${JSON.stringify(timeZone)}, which does not exist; name one of IANA, such as "Europe/Berlin"`;
  if (cron.trim().split(/\s+/).length !== 5)
    return `has the cron expression ${JSON.stringify(cron)}; give minute, hour, day, month and weekday, such as "0 3 * * *"`;
  try {
    return nextAfter(times, new Date())
      ? undefined
      : `has the cron expression "${cron}", which never comes; change it`;
  } catch (error) {
    return `has the invalid cron expression "${cron}": ${(error as Error).message.replace('CronPattern: ', '')}`;
  }
}

/** An offset such as +02:00 is refused: it knows no summer time. */
function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

function cronOf({ cron, timeZone }: Times): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
}
