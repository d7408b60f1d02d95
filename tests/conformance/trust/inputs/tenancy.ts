import { post, type BadInput } from '../badInput.ts';
import type { Foreign, Scene } from '../scene.ts';

type Ask = (foreign: Foreign) => string;
type Foreigner = readonly [name: string, query: Ask, data: object];

const notFound = (field: string) => ({ [field]: { __typename: 'NotFound' } });
const change = (field: string, args: Ask): Foreigner => [
  `${field} of a foreign object`,
  (foreign) => `mutation { ${field}(${args(foreign)}) { __typename } }`,
  notFound(field),
];

const foreigners: readonly Foreigner[] = [
  ['a foreign user', ({ userId }) => `{ user(id: "${userId}") { id username } }`, { user: null }],
  [
    'a foreign document',
    ({ documentId }) => `{ document(id: "${documentId}") { title } }`,
    { document: null },
  ],
  ['a foreign folder', ({ folderId }) => `{ folder(id: "${folderId}") { name } }`, { folder: null }],
  ['a foreign user as a node', ({ userId }) => `{ node(id: "${userId}") { id } }`, { node: null }],
  [
    'a foreign document as a node',
    ({ documentId }) => `{ node(id: "${documentId}") { id } }`,
    { node: null },
  ],
  ['a foreign folder as a node', ({ folderId }) => `{ node(id: "${folderId}") { id } }`, { node: null }],
  [
    'a foreign bookmark as a node',
    ({ bookmarkId }) => `{ node(id: "${bookmarkId}") { id } }`,
    { node: null },
  ],
  [
    'a foreign id in capitals',
    ({ documentId }) => `{ document(id: "${documentId.toUpperCase()}") { id } }`,
    { document: null },
  ],
  [
    'documents of a foreign folder',
    ({ folderId }) => `{ documents(folderId: "${folderId}") { totalCount edges { node { title } } } }`,
    { documents: { totalCount: 0, edges: [] } },
  ],
  ...(['after', 'before'] as const).map((way): Foreigner => [
    `documents ${way} a foreign cursor`,
    ({ cursor }) => `{ documents(${way}: "${cursor}") { edges { node { title } } } }`,
    { documents: { edges: [] } },
  ]),
  [
    'bookmarks after a foreign cursor',
    ({ cursor }) => `{ sharedBookmarks(after: "${cursor}") { edges { node { title } } } }`,
    { sharedBookmarks: { edges: [] } },
  ],
  ['a foreign saga', ({ documentId }) => `{ saga(id: "${documentId}") { id } }`, { saga: null }],
  [
    'a foreign dead letter',
    ({ documentId }) => `{ deadLetter(id: "${documentId}") { id } }`,
    { deadLetter: null },
  ],
  change('updateDocument', ({ documentId }) => `input: { id: "${documentId}", title: "Mine" }`),
  change('archiveDocument', ({ documentId }) => `id: "${documentId}"`),
  change('restoreDocument', ({ documentId }) => `id: "${documentId}"`),
  change('deleteDocument', ({ documentId }) => `id: "${documentId}"`),
  change('transferDocument', ({ documentId, userId }) => `id: "${documentId}", toUserId: "${userId}"`),
  change('archiveFolder', ({ folderId }) => `id: "${folderId}"`),
  change('restoreFolder', ({ folderId }) => `id: "${folderId}"`),
  change('createDocument', ({ folderId }) => `input: { title: "Mine", folderId: "${folderId}" }`),
  change('offboardUser', ({ userId, documentId }) => `userId: "${userId}", transferTo: "${documentId}"`),
  change('removeSharedBookmark', ({ bookmarkId }) => `id: "${bookmarkId}"`),
  change('retrySaga', ({ documentId }) => `id: "${documentId}"`),
  change('replayDeadLetter', ({ documentId }) => `id: "${documentId}"`),
];

const claims = ({ foreign }: Scene) => ({
  'x-vault-assertion': foreign.token,
  'x-org': foreign.slug,
  'x-tenant': foreign.slug,
  'x-forwarded-user': foreign.userId,
  cookie: `org=${foreign.slug}`,
});

const headers: readonly BadInput[] = [
  {
    name: 'headers that claim another org',
    request: (scene) =>
      post(scene, `{"query":"{ document(id: \\"${scene.foreign.documentId}\\") { id } }"}`, claims(scene)),
    status: 200,
    code: null,
    data: { document: null },
  },
  {
    name: 'invalid cursors',
    request: (scene) => post(scene, '{"query":"{ documents(after: \\"../../x\\") { totalCount } }"}'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
];

const bodies: readonly string[] = [
  '{"query":"{ __typename }"}',
  '{"query":"{ _service { sdl } }"}',
  '{"query":"{ _entities(representations: [{ __typename: \\"User\\", id: \\"a\\" }]) { __typename } }"}',
  'no JSON',
  '',
];

/** A subgraph answers only its gateway. */
const directly: readonly BadInput[] = ['Core', 'Bookmarks'].flatMap((name) =>
  bodies.map((body) => ({
    name: `${name} receives ${body || 'nothing'}`,
    request: (scene: Scene) => ({ ...post(scene, body), path: scene.subgraphs[name]?.url ?? '' }),
    status: 401,
    code: 'UNAUTHENTICATED' as const,
  })),
);

const elsewhere: readonly BadInput[] = ['/', '/metrics', '/graphql/../health', '/%zz'].map((path) => ({
  name: `Core receives a request for ${path}`,
  request: ({ subgraphs }) => ({ path: new URL(subgraphs['Core']?.url ?? '').origin + path }),
  status: path === '/%zz' ? 400 : 404,
  code: path === '/%zz' ? 'BAD_REQUEST' : 'NOT_FOUND',
}));

export const tenancy: readonly BadInput[] = [
  ...foreigners.map(([name, query, data]) => ({
    name,
    request: (scene: Scene) => post(scene, JSON.stringify({ query: query(scene.foreign) })),
    status: 200,
    code: null,
    data,
  })),
  ...headers,
  ...directly,
  ...elsewhere,
];
