import type { Things } from './cast.ts';

/** A request that all organizations send with the same text, which hits all caches that they share. */
export interface Ask {
  readonly name: string;
  readonly query: string;
  /** The objects in the request: `things` are the caller's, or another organization's. */
  readonly variables: (things: Things, slug: string) => object;
  /** True if it would harm the caller's own organization. */
  readonly foreignOnly?: true;
}

const document =
  '{ id title body createdBy { id organization { slug } sharedBookmarks { edges { node { title targetUrl } } } } }';
const page = `{ totalCount edges { cursor node ${document} } }`;

const reads: readonly Ask[] = [
  {
    name: 'a document by its id',
    query: `query ($id: ID!) { document(id: $id) ${document} }`,
    variables: ({ document: id }) => ({ id }),
  },
  {
    name: 'a folder by its id',
    query: `query ($id: ID!) { folder(id: $id) { id name documents ${page} } }`,
    variables: ({ folder: id }) => ({ id }),
  },
  {
    name: 'a user by its id',
    query:
      'query ($id: ID!) { user(id: $id) { id organization { slug name } sharedBookmarks { totalCount edges { node { title } } } } }',
    variables: ({ user: id }) => ({ id }),
  },
  ...(['user', 'folder', 'document', 'bookmark'] as const).map((thing) => ({
    name: `a ${thing} as a node`,
    query:
      'query ($id: ID!) { node(id: $id) { id ... on Document { title } ... on Folder { name } ... on User { organization { slug } } } }',
    variables: (things: Things) => ({ id: things[thing] }),
  })),
  {
    name: 'a list after a cursor',
    query: `query ($cursor: String) { documents(first: 5, after: $cursor) ${page} }`,
    variables: ({ cursor }) => ({ cursor }),
  },
  {
    name: 'a list before a cursor',
    query: `query ($cursor: String) { documents(last: 5, before: $cursor) ${page} }`,
    variables: ({ cursor }) => ({ cursor }),
  },
  {
    name: 'the list of a folder',
    query: `query ($id: ID!) { documents(folderId: $id) ${page} folders { edges { node { name } } } }`,
    variables: ({ folder: id }) => ({ id }),
  },
  {
    name: 'everything',
    query: `{ viewer { id organization { slug } } users { edges { node { organization { slug } } } } sharedBookmarks { edges { node { title sharedBy { organization { slug } } } } } }`,
    variables: () => ({}),
  },
];

const changes: readonly Ask[] = [
  {
    name: 'updateDocument',
    query: `mutation ($in: UpdateDocumentInput!) { updateDocument(input: $in) { __typename ... on Document ${document} } }`,
    variables: ({ document: id }, slug) => ({ in: { id, title: `${slug} again` } }),
  },
  ...(['archiveDocument', 'deleteDocument'] as const).map((field) => ({
    name: field,
    query: `mutation ($id: ID!) { ${field}(id: $id) { __typename ... on Document ${document} } }`,
    variables: ({ spare: id }: Things) => ({ id }),
    foreignOnly: true as const,
  })),
  {
    name: 'archiveFolder',
    query: 'mutation ($id: ID!) { archiveFolder(id: $id) { __typename ... on Folder { name } } }',
    variables: ({ folder: id }) => ({ id }),
    foreignOnly: true,
  },
  {
    name: 'createDocument in a folder',
    query: `mutation ($in: CreateDocumentInput!) { createDocument(input: $in) { __typename ... on Document { title folder { name } } } }`,
    variables: ({ folder: folderId }, slug) => ({ in: { title: `${slug} stray`, folderId } }),
    foreignOnly: true,
  },
  {
    name: 'removeSharedBookmark',
    query:
      'mutation ($id: ID!) { removeSharedBookmark(id: $id) { __typename ... on SharedBookmark { title } } }',
    variables: ({ bookmark: id }) => ({ id }),
    foreignOnly: true,
  },
];

/** Reads are sent five times as often as changes. */
export const asks: readonly Ask[] = [...Array.from({ length: 3 }, () => reads).flat(), ...changes];
