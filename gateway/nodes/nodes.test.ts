import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSubgraph, type TestSubgraph } from '../tests/startSubgraph.ts';
import { startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key", "@shareable", "@external"])
interface Node { id: ID! }`;

const coreSdl = `${link}
type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]
  viewer: User
}
type User implements Node @key(fields: "id") { id: ID! username: String! }
type Document implements Node @key(fields: "id") { id: ID! title: String! owner: User }
`;

/** A plugin with a type of its own, and with a field for every document, whether it exists or not. */
const bookmarksSdl = `${link}
type Query { bookmarks: [SharedBookmark!] }
type SharedBookmark implements Node @key(fields: "id") { id: ID! url: String! document: Document }
type Document @key(fields: "id") { id: ID! bookmarks: [SharedBookmark!] }
`;

const tagsSdl = `${link}
type Query { tags: [Tag!] }
type Tag implements Node @key(fields: "id") { id: ID! word: String! }
`;

const [userId, documentId, bookmarkId, tagId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const ada = { id: userId, username: 'ada' };
const one = { id: documentId, title: 'One', owner: ada };
const link1 = { id: bookmarkId, url: 'https://example.com/', document: { id: documentId } };
const only = <Row extends { id: string }>(row: Row) => ({
  __resolveReference: ({ id }: { id: string }) => (id === row.id ? row : null),
});

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let tags: TestSubgraph;
let gateway: TestGateway;

beforeAll(async () => {
  core = await startSubgraph(coreSdl, {
    Query: { viewer: () => ada, node: () => null, nodes: () => [] },
    User: only(ada),
    Document: only(one),
  });
  bookmarks = await startSubgraph(bookmarksSdl, {
    Query: { bookmarks: () => [link1] },
    SharedBookmark: only(link1),
    Document: { __resolveReference: ({ id }: { id: string }) => ({ id }), bookmarks: () => [link1] },
  });
  tags = await startSubgraph(tagsSdl, {
    Tag: {
      __resolveReference: ({ id }: { id: string }) => (id === tagId ? { id, word: 'blue' } : null),
    },
  });
  gateway = await startTestGateway({
    Core: { url: core.url, sdl: coreSdl },
    Bookmarks: { url: bookmarks.url, sdl: bookmarksSdl },
    Tags: { url: tags.url, sdl: tagsSdl },
  });
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all([core, bookmarks, tags].map((subgraph) => subgraph.stop()));
});

const asks = () => [core, bookmarks, tags].map(({ received }) => received.length);

async function asking(query: string, variables: object) {
  const before = asks();
  const answer = await gateway.query(query, variables);
  return { ...answer, asked: asks().map((now, index) => now - (before[index] ?? 0)) };
}

const refetch =
  'query ($id: ID!) { node(id: $id) { __typename ... on SharedBookmark { url document { title } } id } }';

test("a plugin's object is refetched by its id, and its owner alone is asked", async () => {
  const { data, errors, asked } = await asking(refetch, { id: bookmarkId });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    node: {
      __typename: 'SharedBookmark',
      url: 'https://example.com/',
      document: { title: 'One' },
      id: bookmarkId,
    },
  });
  expect(asked).toEqual([1, 2, 0]); // the look and the entity at Bookmarks, the title at Core
});

test('an object of any type is found where no type is named', async () => {
  const query = 'query ($id: ID!) { node(id: $id) { __typename id } }';
  for (const [id, type] of [
    [userId, 'User'],
    [documentId, 'Document'],
    [bookmarkId, 'SharedBookmark'],
    [tagId, 'Tag'],
  ] as const)
    expect((await gateway.query(query, { id })).data).toEqual({ node: { __typename: type, id } });
});

test('an object of a type that is not named is found too', async () => {
  expect((await gateway.query(refetch, { id: tagId })).data).toEqual({
    node: { __typename: 'Tag', id: tagId },
  });
});

test('an id that nobody has is null, however ready a plugin is to add fields to it', async () => {
  const query = 'query ($id: ID!) { node(id: $id) { id ... on Document { title bookmarks { url } } } }';
  expect(await gateway.query(query, { id: randomUUID() })).toEqual({ data: { node: null } });
  expect((await gateway.query(query, { id: documentId })).data).toEqual({
    node: { id: documentId, title: 'One', bookmarks: [{ url: 'https://example.com/' }] },
  });
});

test('an id that is not unique in the vault asks nobody', async () => {
  const { data, asked } = await asking(refetch, { id: '1' });
  expect(data).toEqual({ node: null });
  expect(asked).toEqual([0, 0, 0]);
});

test('many ids are one request to each owner', async () => {
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) {
    __typename ... on Document { title } ... on SharedBookmark { url } ... on User { username } } }`;
  const none = randomUUID();
  const { data, asked } = await asking(query, { ids: [bookmarkId, none, documentId, userId, bookmarkId] });
  expect(data).toEqual({
    nodes: [
      { __typename: 'SharedBookmark', url: 'https://example.com/' },
      null,
      { __typename: 'Document', title: 'One' },
      { __typename: 'User', username: 'ada' },
      { __typename: 'SharedBookmark', url: 'https://example.com/' },
    ],
  });
  expect(asked[2]).toBe(1); // for the id that nobody has
  const tooMany = await gateway.query(query, { ids: Array.from({ length: 101 }, () => randomUUID()) });
  expect(tooMany.errors?.[0]).toMatchObject({ path: ['nodes'], extensions: { code: 'BAD_USER_INPUT' } });
});

test('an alias, a fragment and a condition are answered as asked', async () => {
  const query = `query ($a: ID!, $b: ID!, $no: Boolean!) {
    first: node(id: $a) { ...Titled } second: node(id: $b) { kind: __typename ... on Tag { word } ... on User @include(if: $no) { username } }
    third: node(id: $b) @include(if: $no) { id }
  } fragment Titled on Document { name: title owner { username } }`;
  expect((await gateway.query(query, { a: documentId, b: tagId, no: false })).data).toEqual({
    first: { name: 'One', owner: { username: 'ada' } },
    second: { kind: 'Tag', word: 'blue' },
  });
});

test('an owner that is away is an error only where it may have the object', async () => {
  const query = 'query ($id: ID!) { node(id: $id) { __typename } }';
  const port = Number(new URL(tags.url).port);
  await tags.stop();
  try {
    expect((await gateway.query(query, { id: documentId })).data).toEqual({
      node: { __typename: 'Document' },
    });
    const lost = await gateway.query(query, { id: tagId });
    expect(lost.data).toEqual({ node: null });
    expect(lost.errors?.[0]).toMatchObject({
      path: ['node'],
      extensions: { code: 'SUBREQUEST_HTTP_ERROR', subgraph: 'gateway' },
    });
  } finally {
    tags = await startSubgraph(tagsSdl, {}, port);
  }
});
