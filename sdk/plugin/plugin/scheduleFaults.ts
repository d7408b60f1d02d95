import type { Schedule } from '../hooks/index.ts';
import { versioned } from '../kernel/index.ts';
import type { PluginDefinition } from './plugin.ts';

/** The faults of schedules that show without a clock. */
export function scheduleFaults({ schedules = [], tasks = [] }: PluginDefinition): readonly string[] {
  const known = tasks.map(versioned);
  return schedules.flatMap((schedule) => [
    ...(known.includes(versioned(schedule.task))
      ? []
      : [`the schedule "${schedule.name}" enqueues "${schedule.task.name}"; add that task to tasks`]),
    ...payloadFaults(schedule),
  ]);
}

function payloadFaults({ name, payloadOf }: Schedule): readonly string[] {
  try {
    payloadOf({ scheduledFor: new Date(0).toISOString() });
    return [];
  } catch (error) {
    const why = (error as Error).message;
    return [`the schedule "${name}" does not make the payload that its task takes: ${why}`];
  }
}
