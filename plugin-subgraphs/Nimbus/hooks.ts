import { onEvery } from '@nimbusvault/sdk';
import { record } from './bll/activity/mutations.ts';

export const hooks = [onEvery(record, { from: 'oldest' })];
