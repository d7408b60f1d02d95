import type { z } from 'zod';
import { isWorkName, VaultError } from '../kernel/index.ts';
import type { Task } from './defineTask.ts';

const missedOptions = ['skip', 'once'] as const;

/** A firing: the time that it was scheduled for, in ISO 8601, however late it comes. It is the same in every organization. */
export interface Firing {
  readonly scheduledFor: string;
}

/** The times of a schedule, and what becomes of those at which no process of the plugin ran. */
interface ScheduleTimes {
  /** Minute, hour, day of the month, month and day of the week, such as `0 3 * * *`. */
  readonly cron: string;
  /** The IANA name of the zone whose clock counts, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /**
   * `once`, the default: after an outage the schedule fires once, for the last of the times that it missed. `skip`: a time that is more
   * than a minute past does not count any more.
   */
  readonly missed?: (typeof missedOptions)[number];
}

/** Fires at its times, and enqueues a task in each organization. */
export interface Schedule extends Required<ScheduleTimes> {
  readonly name: string;
  readonly task: Pick<Task, 'name' | 'version' | 'enqueue'>;
  /** The payload of the task, the same in each organization; throws if it does not fit the task. */
  payloadOf(firing: Firing): unknown;
}

type MakePayload<Payload extends z.ZodType> = (firing: Firing) => z.input<Payload>;

/** The function that makes the payload of the task; one that takes `{ scheduledFor }` needs none. */
type PayloadOf<Payload extends z.ZodType> =
  Firing extends z.input<Payload>
    ? { readonly payload?: MakePayload<Payload> }
    : { readonly payload: MakePayload<Payload> };

/** Declares a schedule, named in lower case words joined by `-`. List it in `schedules`, and its task in `tasks`, of `definePlugin`. */
export function defineSchedule<Payload extends z.ZodType>(
  name: string,
  definition: ScheduleTimes & PayloadOf<Payload>,
  task: Task<Payload>,
): Schedule {
  const { cron, timeZone, missed = 'once' } = definition;
  const { payload = (firing) => firing }: { readonly payload?: (firing: Firing) => unknown } = definition;
  if (!isWorkName(name)) refuse(name, 'its name must be lower case words joined by "-", such as "nightly"');
  if (!missedOptions.includes(missed)) refuse(name, `\`missed\` must be one of ${missedOptions.join(', ')}`);
  return Object.freeze({
    name,
    cron,
    timeZone,
    missed,
    task: task as unknown as Schedule['task'],
    payloadOf: (firing: Firing) => task.payload.parse(payload(firing)),
  });
}

function refuse(name: string, why: string): never {
  throw new VaultError('PLUGIN_INVALID', `The schedule ${JSON.stringify(name)} is invalid: ${why}.`);
}
