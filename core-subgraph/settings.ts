import { z } from 'zod';

export const settings = z.strictObject({
  /** How many documents in use one user may own; no limit unless given. */
  documentQuota: z.int().positive().nullable().default(null),
});
