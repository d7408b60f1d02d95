import { z } from 'zod';

/** The data that the undo of a handover needs. */
export const HandedOver = z.object({ ids: z.array(z.uuid()) });

/** Whose links go to whom. */
export interface Handover {
  readonly userId: string;
  readonly transferTo: string;
}
