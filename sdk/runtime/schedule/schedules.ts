import { openAsOperator, type OperatorSite } from '../database/openAsOperator.ts';
import { readSchedules, type LastTime } from './scheduleRows.ts';
import { nextAfter, type Times } from '../cron/times.ts';

/** A schedule, its next time, and the outcome of the last one. */
export interface ScheduleSummary extends Times {
  readonly name: string;
  /** In the past if it is due. */
  readonly nextAt: Date | null;
  /** The time of a firing that is under way, and the number of organizations that have their task. */
  readonly firing: { readonly scheduledFor: Date; readonly organizations: number } | null;
  readonly last: LastTime | null;
}

/** The schedules of one subgraph. */
interface Schedules extends AsyncDisposable {
  list(): Promise<readonly ScheduleSummary[]>;
}

/** Opens the schedules of the plugin. Throws STACK_FAILED if the database is unavailable. */
export async function openSchedules(site: OperatorSite): Promise<Schedules> {
  const database = await openAsOperator(site);
  return {
    async list() {
      const { rows } = await readSchedules(database);
      return rows.map(({ name, cron, timeZone, settledAt, firesFor, organizations, last }) => ({
        name,
        cron,
        timeZone,
        nextAt: nextAfter({ cron, timeZone }, firesFor ?? settledAt) ?? null,
        firing: firesFor && { scheduledFor: firesFor, organizations },
        last,
      }));
    },
    [Symbol.asyncDispose]: () => database.end(),
  };
}
