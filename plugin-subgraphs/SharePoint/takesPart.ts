import { takePart, userOffboarding } from '@nimbusvault/sdk';
import { z } from 'zod';
import { giveBack, handOver } from './bll/sites/mutations.ts';

export const takesPart = [
  takePart(userOffboarding, {
    writes: z.object({ sites: z.int() }),
    forward: (user, vault) => handOver(user, vault),
    rollback: ({ payload }, vault) => giveBack(payload, vault),
  }),
];
