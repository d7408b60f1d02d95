import { defineService } from '@nimbusvault/sdk';
import { ActivityEntry } from '../../entities/ActivityEntry.ts';

export const entries = defineService(ActivityEntry);
