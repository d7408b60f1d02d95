/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import type { Vault } from '@nimbusvault/sdk';
import { references, resolvers } from '../resolvers.ts';
import type { References, Resolvers } from '../schema.types.ts';

declare const vault: Vault;
const { Query, Mutation, SharedBookmark, User } = resolvers;
const [id, link] = ['00000000-0000-4000-8000-0000000000a1', { targetUrl: 'https://a.example', title: 'A' }];

export const good: Resolvers = { Query, Mutation, SharedBookmark, User };
export const page = await Query.sharedBookmarks({}, { first: 1 }, vault);

// 1. A resolver of Query, of Mutation and of a field that the view does not answer is missing.
// @ts-expect-error
export const withoutQuery: Resolvers = { Mutation, SharedBookmark, User };
// @ts-expect-error
export const withoutRemoval: Resolvers = { ...good, Mutation: { shareBookmark: Mutation.shareBookmark } };
// @ts-expect-error
export const withoutSharer: Resolvers = { ...good, SharedBookmark: {} };
// @ts-expect-error
export const withoutContributed: Resolvers = { Query, Mutation, SharedBookmark };

// 2. A resolver, and a type, is misspelt.
// @ts-expect-error
export const misspelt: Resolvers = { ...good, Query: { ...Query, sharedBookmark: Query.sharedBookmarks } };
// @ts-expect-error
export const misspeltType: Resolvers = { ...good, SharedBookmarks: SharedBookmark };

// 3. A resolver takes an argument that the field does not have.
export const wrongArgument: Resolvers = {
  ...good,
  // @ts-expect-error
  Mutation: { ...Mutation, shareBookmark: (_, { inputt }) => inputt },
};

// 4. A resolver returns something else than the view, a connection or one of the union's failures.
// @ts-expect-error
export const wrongAnswer: Resolvers = { ...good, Query: { sharedBookmarks: () => [] } };
export const wrongFailure: Resolvers = {
  ...good,
  // @ts-expect-error
  Mutation: { ...Mutation, shareBookmark: () => ({ __typename: 'Conflict', message: 'Taken.' }) },
};

// 5. A resolver overrides a field of the view with another type.
// @ts-expect-error
export const wrongTitle: Resolvers = { ...good, SharedBookmark: { ...SharedBookmark, title: () => 7 } };

// 6. A resolver is called with arguments or a parent that the schema does not know.
// @ts-expect-error
await Query.sharedBookmarks({}, { first: 'one' }, vault);
// @ts-expect-error
await Mutation.shareBookmark({}, { input: { ...link, title: 7 } }, vault);
// @ts-expect-error
await SharedBookmark.sharedBy({ id }, {}, vault);

// 7. A list is filtered or sorted by what its service does not allow.
// @ts-expect-error
await Query.sharedBookmarks({}, { filter: { entityId: { eq: id } } }, vault);
// @ts-expect-error
await Query.sharedBookmarks({}, { filter: { title: { like: 'A%' } } }, vault);
// @ts-expect-error
await Query.sharedBookmarks({}, { orderBy: [{ field: 'TARGET_URL' }] }, vault);

// 8. A reference is missing, misspelt, or returns another view.
// @ts-expect-error
export const withoutUser: References = { SharedBookmark: references.SharedBookmark };
// @ts-expect-error
export const misspeltReference: References = { ...references, Users: references.User };
// @ts-expect-error
export const wrongReference: References = { ...references, SharedBookmark: (user) => user };
