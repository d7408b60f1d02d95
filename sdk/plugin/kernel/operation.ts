import { z } from 'zod';

const text = (most: number) => z.string().trim().min(1).max(most);
const id = z.guid();
const by = text(200);
const reason = text(1_000).nullable();

/** An operator's command on a plugin's runs and dead letters; `by` (the author) and `reason` are for the audit log. */
export const operationSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('list-sagas'), status: text(40).nullable() }),
  z.strictObject({ verb: z.literal('show-saga'), id }),
  z.strictObject({
    verb: z.literal('help-saga'),
    id,
    did: z.enum(['retry', 'skip', 'resolve']),
    by,
    reason,
  }),
  z.strictObject({ verb: z.literal('read-switch') }),
  z.strictObject({ verb: z.literal('turn-on') }),
  z.strictObject({ verb: z.literal('turn-off') }),
  z.strictObject({ verb: z.literal('list-dead-letters') }),
  z.strictObject({ verb: z.literal('show-dead-letter'), id }),
  z.strictObject({ verb: z.literal('replay-dead-letter'), id, by, reason }),
]);

export type Operation = z.infer<typeof operationSchema>;

/** One plugin's result of an operation, as JSON; or the reason why there is none. */
export type Operated =
  | { readonly plugin: string; readonly result: unknown }
  | { readonly plugin: string; readonly code: string; readonly message: string };
