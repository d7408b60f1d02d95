import { hearReply, replySchema, type Workflow } from '@nimbusvault/sdk/internal';
import type { ConsumerOptions } from './consumer.ts';
import type { StepMeans } from './deliverSteps.ts';

/** Stores the participants' answers to the plugin's own runs. */
export function deliverReplies(
  workflows: ReadonlyMap<string, Workflow>,
  { inTransaction, log }: StepMeans,
): ConsumerOptions['deliver'] {
  return async (delivery) => {
    const reply = replySchema.safeParse(delivery.data).data;
    const { tenant, source } = delivery;
    if (reply && reply.plugin === source)
      await inTransaction(delivery, (open) => hearReply(reply, workflows, open));
    else log.error({ org: tenant.org, source, reply }, 'an invalid answer was passed over');
    return undefined;
  };
}
