import { definePlugin } from '@nimbusvault/sdk';
import { resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { settings } from './settings.ts';

export const PowerBI = definePlugin({
  name: 'PowerBI',
  settings,
  typeDefs,
  resolvers,
  standIn: './standIn/server.ts',
});
