import {
  type InTransaction,
  commandSchema,
  participate,
  type Participation,
} from '@nimbusvault/sdk/internal';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { ConsumerOptions } from './consumer.ts';

/** The dependencies of a participant's commands. */
export interface StepMeans {
  readonly inTransaction: InTransaction;
  readonly log: VaultLog;
}

/** Carries out the plugin's commands as a participant. A command of a point in which it does not take part is left unanswered, and logged. */
export function deliverSteps(
  takesPart: readonly Participation[],
  { inTransaction, log }: StepMeans,
): ConsumerOptions['deliver'] {
  return async (delivery) => {
    const { tenant, type, source } = delivery;
    const command = commandSchema.safeParse(delivery.data).data;
    const participation = takesPart.find(({ name }) => name === command?.point);
    if (!command || !participation || command.askedBy !== source)
      log.error(
        { org: tenant.org, type, command },
        'a command to a plugin that does not take part was passed over',
      );
    else
      await participate(command, participation, {
        key: { messageId: delivery.id, handler: participation.name },
        inTransaction: (work) => inTransaction(delivery, work),
      });
    return undefined;
  };
}
