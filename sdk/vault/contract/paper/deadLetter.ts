import { z } from 'zod';

/** The announcement of a dead letter: the place of the event and its handler, and nothing of its payload. */
export const deadLetter = z.object({
  deadLetter: z.uuid(),
  attempts: z.int().positive(),
  firstTriedAt: z.string(),
  deadAt: z.string(),
  code: z.string(),
  plugin: z.string(),
  handler: z.string(),
  event: z.object({ id: z.uuid(), type: z.string() }),
});
