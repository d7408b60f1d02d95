import { takePart, userOffboarding } from '@nimbusvault/sdk';
import { HandedOver } from './bll/handovers/helpers.ts';
import { giveBack, handOver } from './bll/handovers/mutations.ts';

export const takesPart = [
  takePart(userOffboarding, {
    writes: HandedOver,
    forward: (user, vault) => handOver(user, vault),
    rollback: ({ payload, written }, vault) => giveBack(written.ids, payload, vault),
  }),
];
