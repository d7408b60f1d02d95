import { z } from 'zod';

export const settings = z.strictObject({
  /** The maximum number of documents in use that one user may own; unlimited by default. */
  documentQuota: z.int().positive().nullable().default(null),
});
