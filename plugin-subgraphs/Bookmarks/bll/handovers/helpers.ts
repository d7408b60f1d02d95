import { z } from 'zod';

/** The data that the undo of a handover needs. */
export const HandedOver = z.object({ ids: z.array(z.uuid()) });

/** The old and the new owner of the links. */
export interface Handover {
  readonly userId: string;
  readonly transferTo: string;
}
