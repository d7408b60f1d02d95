import { z } from 'zod';

/** The part of a core hook about a document that is read. */
export const DocumentEvent = z.object({ entityType: z.literal('Document'), entityId: z.uuid() });

/** The old and the new keeper of contracts. */
export interface Handover {
  readonly userId: string;
  readonly transferTo: string;
}
