import type { HeardHook } from '@nimbusvault/sdk';
import { z } from 'zod';
import type { ActivityEntry } from '../../entities/ActivityEntry.ts';

export const ActivityEntryView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string(),
  plugin: z.string(),
  userId: z.uuid().nullable(),
  entityType: z.string().nullable(),
  entityId: z.uuid().nullable(),
});

export function viewEntry(entry: ActivityEntry): z.infer<typeof ActivityEntryView> {
  const { id, at, kind, plugin, userId = null, entityType = null, entityId = null } = entry;
  return { id, at: at.toISOString(), kind, plugin, userId, entityType, entityId };
}

/** The entity that an entry is about. */
interface Subject {
  readonly entityType: string | null;
  readonly entityId: string | null;
}

const ofEntity = z.object({ entityType: z.string().regex(/^[\w-]{1,100}$/), entityId: z.uuid() });
const ofRun = z.object({ run: z.uuid() }).transform(({ run }) => ({ entityType: 'Run', entityId: run }));
const ofLetter = z
  .object({ letter: z.uuid() })
  .transform(({ letter }) => ({ entityType: 'DeadLetter', entityId: letter }));
const ofNothing = z.unknown().transform(() => ({ entityType: null, entityId: null }));
const subject: z.ZodType<Subject> = z.union([ofEntity, ofRun, ofLetter, ofNothing]);

/** Hooks that tell of the operation of the vault, or of what admins change. */
const forAdmins = ['run.stuck', 'letter.dead', 'plugin.configured'];

/** The entry of a hook, which the plugin may never have seen. */
export function entryOf({ name, payload, plugin, userId, time }: HeardHook) {
  const isForAdmins = forAdmins.includes(name) || name.startsWith('audit.');
  return { at: time, kind: name, plugin, userId, isForAdmins, ...subject.parse(payload) };
}

/** The address of an entity, by the pattern of the settings. */
export function fillLink(pattern: string, { entityType, entityId }: Subject): string {
  const values: Readonly<Record<string, string>> = { '{type}': entityType ?? '', '{id}': entityId ?? '' };
  return pattern.replaceAll(/\{type\}|\{id\}/g, (name) => encodeURIComponent(values[name] ?? ''));
}
