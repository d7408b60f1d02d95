import { z } from 'zod';

/** What the undo of a handover needs to know. */
export const HandedOver = z.object({ ids: z.array(z.uuid()) });

/** Whose links go to whom. */
export interface Handover {
  readonly userId: string;
  readonly transferTo: string;
}
