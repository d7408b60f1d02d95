import { settingsOf, type HeardHook, type Vault } from '@nimbusvault/sdk';
import type { settings } from '../../settings.ts';
import { deletions } from '../deletions/service.ts';
import { keptSince } from '../retention/helpers.ts';
import { entryOf } from './helpers.ts';
import { entries } from './service.ts';

/** Makes the entry of a hook; none of an event that is older than the entries that are kept. */
export async function record(heard: HeardHook, vault: Vault): Promise<void> {
  const { retentionDays } = settingsOf<typeof settings>(vault);
  if (heard.time <= keptSince(retentionDays, new Date())) return;
  const entry = entryOf(heard);
  await entries.create(entry, vault);
  const { entityId: id, at } = entry;
  const isDeletion = heard.plugin === 'Core' && heard.name === 'entity.deleted';
  if (isDeletion && id && !(await deletions.get(id, vault))) await deletions.create({ id, at }, vault);
}
