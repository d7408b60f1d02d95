import { z } from 'zod';

export const settings = z.strictObject({
  /** Older entries are deleted each night, and older events are not recorded. */
  retentionDays: z.int().min(1).max(3_650).default(90),
  /** The address of an entity in the frontend, with `{id}` in it, and `{type}` where it is needed. */
  link: z.string().max(2_000).includes('{id}').default('/entity/{id}'),
});
