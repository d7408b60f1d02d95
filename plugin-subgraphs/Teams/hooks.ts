import { entityArchived, entityCreated, entityDeleted, letterDead, on, runStuck } from '@nimbusvault/sdk';
import { announce } from './bll/cards/mutations.ts';

export const hooks = [
  on(entityCreated, (entity, vault) => announce({ event: 'created', ...entity }, vault)),
  on(entityArchived, (entity, vault) => announce({ event: 'archived', ...entity }, vault)),
  on(entityDeleted, (entity, vault) => announce({ event: 'deleted', ...entity }, vault), { whenOff: true }),
  on(runStuck, (run, vault) => announce({ event: 'stuck', ...run }, vault)),
  on(letterDead, (letter, vault) => announce({ event: 'dead', ...letter }, vault)),
];
