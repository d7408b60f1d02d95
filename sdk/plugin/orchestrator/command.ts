import { z } from 'zod';

/** A command to a participant: the run, the direction, and the address of its answer. */
export const commandSchema = z.object({
  run: z.uuid(),
  workflow: z.string(),
  step: z.string(),
  point: z.string(),
  direction: z.enum(['forward', 'rollback']),
  attempt: z.int().positive(),
  /** The plugin that owns the run. */
  askedBy: z.string(),
  payload: z.unknown(),
});

export type Command = z.infer<typeof commandSchema>;

/** A participant's answer. `isClear`: it declares that it had no effect. */
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
