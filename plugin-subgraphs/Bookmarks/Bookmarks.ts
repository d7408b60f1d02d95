import { definePlugin } from '@nimbusvault/sdk';
import { removeSharedBookmark, shareBookmark } from './bll/bookmarks/mutations.ts';
import { SharedBookmark } from './entities/SharedBookmark.ts';
import { hooks } from './hooks.ts';
import { createSharedBookmark } from './migrations/createSharedBookmark.ts';
import { pointAtEntity } from './migrations/pointAtEntity.ts';
import { sortByTime } from './migrations/sortByTime.ts';
import { sortByTitle } from './migrations/sortByTitle.ts';
import { timeByDatabase } from './migrations/timeByDatabase.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { takesPart } from './takesPart.ts';

export const Bookmarks = definePlugin({
  name: 'Bookmarks',
  typeDefs,
  resolvers,
  references,
  entities: [SharedBookmark],
  migrations: [createSharedBookmark, pointAtEntity, timeByDatabase, sortByTitle, sortByTime],
  workflows: [shareBookmark, removeSharedBookmark],
  hooks,
  takesPart,
});
