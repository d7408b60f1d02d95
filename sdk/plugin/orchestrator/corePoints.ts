import { z } from 'zod';
import { definePoint } from './definePoint.ts';

/** A user leaves; the user's property is transferred to `transferTo`, or to nobody if that is null. */
export const userOffboarding = definePoint(
  'user-offboarding',
  1,
  z.object({ userId: z.uuid(), transferTo: z.uuid() }),
);

/** A document gets another owner. */
export const documentTransfer = definePoint(
  'document-transfer',
  1,
  z.object({ documentId: z.uuid(), fromUserId: z.uuid().nullable(), toUserId: z.uuid() }),
);
