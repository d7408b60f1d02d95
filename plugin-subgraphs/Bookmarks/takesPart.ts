import { takePart, userOffboarding } from '@nimbusvault/sdk';
import { HandedOver } from './bll/bookmarks/helpers.ts';
import { giveBack, handOver } from './bll/bookmarks/mutations.ts';

export const takesPart = [
  takePart(userOffboarding, {
    writes: HandedOver,
    forward: (user, vault) => handOver(user, vault),
    rollback: ({ payload, written }, vault) => giveBack(written.ids, payload, vault),
  }),
];
