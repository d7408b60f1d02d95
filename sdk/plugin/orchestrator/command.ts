import { z } from 'zod';

/** What a participant is told: whose run it is, which way to go, and where its answer goes. */
export const commandSchema = z.object({
  run: z.uuid(),
  workflow: z.string(),
  step: z.string(),
  point: z.string(),
  direction: z.enum(['forward', 'rollback']),
  attempt: z.int().positive(),
  /** The plugin whose run it is. */
  askedBy: z.string(),
  payload: z.unknown(),
});

export type Command = z.infer<typeof commandSchema>;

/** What a participant answers. `isClear`: it says itself that it had no effect. */
export const replySchema = z.object({
  run: z.uuid(),
  workflow: z.string(),
  step: z.string(),
  plugin: z.string(),
  direction: z.enum(['forward', 'rollback']),
  attempt: z.int().positive(),
  failure: z
    .object({
      code: z.string(),
      message: z.string(),
      isClear: z.boolean(),
      outcome: z.record(z.string(), z.unknown()).optional(),
    })
    .nullable(),
});

export type Reply = z.infer<typeof replySchema>;
