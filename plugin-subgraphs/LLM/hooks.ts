import {
  entityArchived,
  entityCreated,
  entityDeleted,
  entityRestored,
  entityUpdated,
  on,
} from '@nimbusvault/sdk';
import { forgetDocument, noteVersion } from './bll/summaries/mutations.ts';

export const hooks = [
  on(entityCreated, noteVersion, { from: 'oldest' }),
  on(entityUpdated, noteVersion, { from: 'oldest' }),
  on(entityRestored, noteVersion, { from: 'oldest' }),
  on(entityArchived, forgetDocument),
  on(entityDeleted, forgetDocument, { whenOff: true }),
];
