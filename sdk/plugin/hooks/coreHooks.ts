import { z } from 'zod';
import { coreName } from '../kernel/index.ts';
import { defineAsk } from './defineAsk.ts';
import { defineHook } from './defineHook.ts';

/** `version` is that of the entity after the event, if it has one: documents do. Each change raises it. */
const entity = z.object({
  entityType: z.string(),
  entityId: z.uuid(),
  version: z.int().positive().optional(),
});

/** Fired after a core entity was created; the actor is in the envelope (`vault.userId` of the handler). */
export const entityCreated = defineHook('entity.created', 1, entity);
/** Fired after fields of a core entity changed. */
export const entityUpdated = defineHook('entity.updated', 1, entity);
/** Fired after a core entity was archived; it can still be restored. */
export const entityArchived = defineHook('entity.archived', 1, entity);
/** Fired after an archived core entity was restored. */
export const entityRestored = defineHook('entity.restored', 1, entity);
/** Fired after a core entity was deleted for good. */
export const entityDeleted = defineHook('entity.deleted', 1, entity);

/** Fired when a run of a workflow of any plugin is stuck, in its organization, once for each run; the message has the run's id. */
export const runStuck = defineHook('run.stuck', 1, {
  owner: coreName,
  payload: z.object({
    run: z.uuid(),
    plugin: z.string(),
    workflow: z.string(),
    step: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
/** Fired when an event or a task is given up by its handler in any plugin, in its organization, once for each dead letter; the message has the letter's id. */
export const letterDead = defineHook('letter.dead', 1, {
  owner: coreName,
  payload: z.object({ letter: z.uuid(), plugin: z.string(), handler: z.string(), code: z.string() }),
});

/** Asked before a document is permanently deleted; an objection prevents it. A plugin that does not answer within 1 s allows it. */
export const documentDeleting = defineAsk('document.deleting', 1, {
  question: z.object({ documentId: z.uuid() }),
  timeout: 1_000,
  onTimeout: 'allow',
});

/** All hooks that core fires and asks. */
export const coreHooks = [
  entityCreated,
  entityUpdated,
  entityArchived,
  entityRestored,
  entityDeleted,
  runStuck,
  letterDead,
  documentDeleting,
];
