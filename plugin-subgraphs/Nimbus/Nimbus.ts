import { definePlugin } from '@nimbusvault/sdk';
import { forgetOld, nightly } from './bll/retention/mutations.ts';
import { ActivityEntry } from './entities/ActivityEntry.ts';
import { DeletedEntity } from './entities/DeletedEntity.ts';
import { hooks } from './hooks.ts';
import { createActivity } from './migrations/createActivity.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { settings } from './settings.ts';

export const Nimbus = definePlugin({
  name: 'Nimbus',
  settings,
  typeDefs,
  resolvers,
  references,
  entities: [ActivityEntry, DeletedEntity],
  migrations: [createActivity],
  tasks: [forgetOld],
  schedules: [nightly],
  hooks,
});
