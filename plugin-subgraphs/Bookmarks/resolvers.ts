import { runWorkflow } from '@nimbusvault/sdk';
import { removeSharedBookmark, shareBookmark } from './bll/bookmarks/mutations.ts';
import { findBookmark, listBookmarks } from './bll/bookmarks/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    sharedBookmarks: (_, args, vault) => listBookmarks({}, args, vault),
  },
  Mutation: {
    shareBookmark: (_, { input }, vault) => runWorkflow(shareBookmark, input, vault),
    removeSharedBookmark: (_, { id }, vault) => runWorkflow(removeSharedBookmark, { id }, vault),
  },
  SharedBookmark: {
    sharedBy: ({ sharedBy: id }) => (id === null ? null : { id }),
  },
  User: {
    sharedBookmarks: ({ id }, args, vault) => listBookmarks({ sharedBy: id }, args, vault),
  },
};

export const references: References = {
  SharedBookmark: ({ id }, vault) => findBookmark(id, vault),
  User: (user) => user,
};
