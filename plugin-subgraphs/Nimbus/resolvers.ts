import { documentOf, findEntry, linkOf, listActivity, listActivityOf } from './bll/activity/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    activity: (_, args, vault) => listActivity(args, vault),
  },
  ActivityEntry: {
    user: ({ userId: id }) => (id === null ? null : { id }),
    document: (entry, _, vault) => documentOf(entry, vault),
    link: (entry, _, vault) => linkOf(entry, vault),
  },
  Document: {
    activity: ({ id }, args, vault) => listActivityOf({ entityId: id }, args, vault),
  },
  User: {
    activity: ({ id }, args, vault) => listActivityOf({ userId: id }, args, vault),
  },
};

export const references: References = {
  ActivityEntry: ({ id }, vault) => findEntry(id, vault),
  Document: (document) => document,
  User: (user) => user,
};
