import { entityDeleted, on, onEvery } from '@nimbusvault/sdk';
import { forgetDocument, noteEvent } from './bll/filing/mutations.ts';

export const hooks = [
  onEvery(noteEvent),
  on(entityDeleted, ({ entityId }, vault) => forgetDocument(entityId, vault), { whenOff: true }),
];
