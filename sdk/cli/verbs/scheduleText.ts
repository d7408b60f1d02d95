import type { OfPlugin } from '@nimbusvault/vault';
import type { ScheduleSummary } from '@nimbusvault/runtime';
import { table } from './table.ts';

const head = ['PLUGIN', 'SCHEDULE', 'CRON', 'ZONE', 'NEXT', 'LAST', 'RESULT'];

/** Schedules as a table, a line each; times are in UTC. */
export function scheduleTable(schedules: readonly OfPlugin<ScheduleSummary>[]): string {
  const rows = schedules.map(({ plugin, name, cron, timeZone, nextAt, last, firing }) => [
    plugin,
    name,
    cron,
    timeZone,
    nextAt?.toISOString() ?? 'never',
    (firing?.scheduledFor.toISOString() ?? last?.scheduledFor) || 'never',
    resultOf({ last, firing }),
  ]);
  return table(head, rows);
}

function resultOf({ last, firing }: Pick<ScheduleSummary, 'last' | 'firing'>): string {
  if (firing) return `fires: in ${firing.organizations} organizations so far`;
  if (last?.result === 'fired') return `fired in ${last.organizations} organizations`;
  return last?.result ?? '';
}
