import { openSchedules, type ScheduleSummary } from '@nimbusvault/runtime';
import { inEach, type OfPlugin, type Subgraphs } from './inEach.ts';

/** Returns the schedules of the subgraphs, or of the plugin that is named, by plugin and name. */
export async function listSchedules(
  subgraphs: Subgraphs,
  { plugin }: { readonly plugin?: string | undefined },
): Promise<readonly OfPlugin<ScheduleSummary>[]> {
  const lists = await inEach(subgraphs, { plugin, open: openSchedules }, async (schedules, name) =>
    (await schedules.list()).map((schedule) => ({ plugin: name, ...schedule })),
  );
  return lists.flat();
}
