import { createHash } from 'node:crypto';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSubgraph, type TestSubgraph } from '../tests/startSubgraph.ts';
import { startTestGateway, type TestAnswer, type TestGateway } from '../tests/startTestGateway.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key"])
type Query {
  viewer: User
  things(filter: Filter, color: Color): [Thing!]
}
interface Thing { id: ID! }
type User implements Thing @key(fields: "id") { id: ID! username: String }
type Secret implements Thing { id: ID! hidden: String }
enum Color { PURPLE YELLOW }
input Filter { hiddenOnly: Boolean color: Color nested: Filter }`;

const sites = {
  production: {},
  everyone: { graphql: { introspection: 'everyone' } },
  nobody: { graphql: { introspection: 'nobody' } },
  development: { developmentToken: 'a-token', graphql: { introspection: 'nobody' } },
};
type Site = keyof typeof sites;
type Role = 'admin' | 'member';

let core: TestSubgraph;
const gateways = new Map<string, TestGateway>();

beforeAll(async () => {
  core = await startSubgraph(sdl, { Query: { viewer: () => ({ id: 'a', username: 'ada' }) } });
  for (const [name, site] of Object.entries(sites))
    gateways.set(name, await startTestGateway({ Core: { url: core.url, sdl } }, {}, site));
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.stop();
  await core.stop();
});

interface Asking {
  readonly site?: Site;
  readonly role?: Role;
  readonly accept?: string;
}

async function send(path: string, { site = 'production', role, accept }: Asking, body?: object) {
  const gateway = gateways.get(site);
  const token = role && (await gateway?.token({ roles: [role] }));
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(accept && { accept }),
  };
  const post = body && { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${gateway?.url}${path}`, { headers, ...post });
}

async function ask(body: object, asking: Asking = {}): Promise<TestAnswer> {
  const response = await send('/graphql', { role: 'member', ...asking }, body);
  return (await response.json()) as TestAnswer;
}

const refusal = {
  message:
    'This token may not read the schema (__schema, __type). Use a token that Base.graphql.introspection allows: by default, one with the role admin.',
  extensions: {
    code: 'GRAPHQL_VALIDATION_FAILED',
    retryable: false,
    requestId: expect.any(String) as string,
  },
};
const refused = { errors: [refusal] };

describe('introspection in production', () => {
  test('a member is refused, even an operation that an admin got an answer to, and an admin is not', async () => {
    const body = { query: getIntrospectionQuery(), operationName: 'IntrospectionQuery' };
    const [first, known] = [await ask(body, { role: 'admin' }), await ask(body, { role: 'admin' })];
    expect(first).not.toHaveProperty('errors');
    expect(known).toEqual(first);
    expect(await ask(body)).toEqual(refused);
    expect(await ask(body)).toEqual(refused);
    const { data } = await ask(body, { role: 'admin' });
    expect(printSchema(buildClientSchema(data as IntrospectionQuery))).toContain('type Secret');
  });

  test.each([
    ['__schema', '{ __schema { queryType { name } } }'],
    ['__type', '{ __type(name: "Secret") { name } }'],
    ['an alias', '{ viewer: __schema { queryType { name } } }'],
    [
      'a fragment',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { s: __schema { description } }',
    ],
    ['an inline fragment', '{ ... { ... on Query { __type(name: "Secret") { name } } } }'],
    ['a field beside others', '{ viewer { id } __type(name: "Secret") { fields { name } } }'],
    ['a condition', 'query ($a: Boolean = true) { __typename __schema @include(if: $a) { description } }'],
    ['another operation', 'query A { viewer { id } } query B { __schema { description } }', 'A'],
  ])('%s does not hide it from the check', async (_, query, operationName?: string) => {
    const body = { query, operationName };
    expect(await ask(body)).toEqual(refused);
    expect(await ask(body, { role: 'admin' })).not.toHaveProperty('errors');
    expect(await ask(body)).toEqual(refused);
  });

  test('neither does a hash of the document, or a GET request', async () => {
    const query = '{ named: __schema { description } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await ask({ query, extensions }, { role: 'admin' })).not.toHaveProperty('errors');
    expect(await ask({ extensions })).toEqual(refused);
    const url = `/graphql?query=${encodeURIComponent(query)}`;
    expect(await (await send(url, { role: 'member' })).json()).toEqual(refused);
  });

  test('the status is the same as for other invalid documents', async () => {
    const statuses = ['application/graphql-response+json', 'application/json'].map(async (accept) => {
      const body = { query: '{ __schema { description } }' };
      return (await send('/graphql', { role: 'member', accept }, body)).status;
    });
    expect(await Promise.all(statuses)).toEqual([400, 200]);
  });

  test('__typename is not introspection, and neither is a string', async () => {
    const query = '{ __typename viewer { __typename __schema: id } }';
    expect(await ask({ query })).toEqual({
      data: { __typename: 'Query', viewer: { __typename: 'User', __schema: 'a' } },
    });
  });

  test.each([
    ['production', 'member', false],
    ['production', 'admin', true],
    ['nobody', 'admin', false],
    ['everyone', 'member', true],
    ['development', 'member', true],
  ] as const)('at a gateway for %s, a token of the role %s: %s', async (site, role, isShown) => {
    const answer = await ask({ query: '{ __type(name: "Secret") { name } }' }, { site, role });
    expect(answer).toEqual(isShown ? { data: { __type: { name: 'Secret' } } } : refused);
    const schema = await send('/schema.graphql', { site, role });
    expect(schema.status).toBe(isShown ? 200 : 403);
    expect((await schema.text()).includes('type Secret')).toBe(isShown);
  });

  test.each([
    ['production', 401],
    ['nobody', 401],
    ['everyone', 401],
    ['development', 200],
  ] as const)('/schema.graphql without a token, at a gateway for %s: %s', async (site, status) => {
    const response = await send('/schema.graphql', { site });
    expect(response.status).toBe(status);
  });
});

describe('suggestions of names', () => {
  const typo = { hiddenOnl: 1, nested: { hiddenOnl: 2 } };
  test.each([
    ['a field', 'viewer', { query: '{ viewr { id } }' }],
    ['a field of a subtype', 'Secret', { query: '{ things { hidden } }' }],
    ['a type', 'Secret', { query: '{ things { ... on Secrt { id } } }' }],
    ['an argument', 'filter', { query: '{ things(filtr: {}) { id } }' }],
    ['a field of an input', 'hiddenOnly', { query: '{ things(filter: { hiddenOnl: true }) { id } }' }],
    [
      'a field, after lines',
      'hiddenOnly',
      { query: '{ things(filter: { hiddenOnl: """\na\n""" }) { id } }' },
    ],
    ['a value of an enum', 'PURPLE', { query: '{ things(color: PURPL) { id } }' }],
    ['a value of an enum, as a string', 'the enum value', { query: '{ things(color: "PURPLE") { id } }' }],
    [
      'a variable’s value',
      'PURPLE',
      { query: 'query ($a: Color) { things(color: $a) { id } }', variables: { a: 'PURPL' } },
    ],
    [
      'fields of a variable, twice',
      'hiddenOnly',
      { query: 'query ($a: Filter) { things(filter: $a) { id } }', variables: { a: typo } },
    ],
  ])('%s: an admin gets the names, a member does not', async (_, name, body) => {
    const told = async (role: Role) => {
      const { errors = [] } = await ask(body, { role });
      return errors.map(({ message }) => message).join('\n');
    };
    const [admin, member] = [await told('admin'), await told('member')];
    expect(admin).toMatch(/ Did you mean /);
    expect(admin).toContain(name);
    expect(member).not.toBe('');
    expect(member).toBe(admin.replaceAll(/ Did you mean .*$/gm, ''));
    expect(member).not.toContain('Did you mean');
    expect(await told('admin')).toBe(admin);
  });

  test('a fault still has its location', async () => {
    expect((await ask({ query: '{ viewr { id } }' })).errors).toEqual([
      {
        message: 'Cannot query field "viewr" on type "Query".',
        locations: [{ line: 1, column: 3 }],
        extensions: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }) as object,
      },
    ]);
  });
});
