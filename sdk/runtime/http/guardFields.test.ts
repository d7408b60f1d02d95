import { gql } from 'graphql-tag';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { definePlugin } from '@nimbusvault/sdk/internal';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { printSubgraphSdl } from './printSubgraphSdl.ts';

const ada = { id: '1', name: 'Ada', salary: 7, notes: 'kind' };
let changes = 0;

/** People of whom not everybody sees everything. */
const People = definePlugin({
  name: 'People',
  typeDefs: gql`
    type Person implements Node @key(fields: "id") {
      id: ID!
      name: String
      "What they earn."
      salary: Int @role(needs: "member", scopes: ["pay:read", "pay:see"])
      notes: String @role(needs: "admin")
      """
      What they are called.

      By friends.
      """
      nick: String @role(needs: "member", scopes: ["nick"])
    }
    type Query {
      person: Person
      node: Node
      all: [Person] @role(needs: "admin", scopes: ["people:list"])
    }
    type Progress {
      done: Int!
    }
    union PersonResult = Person | NotFound
    union StartResult = InvalidInput | Progress
    type Mutation {
      change: PersonResult @role(needs: "member", scopes: ["people:write"])
      start: StartResult @role(needs: "member")
    }
  `,
  resolvers: {
    Query: { person: () => ada, node: () => ({ ...ada, __typename: 'Person' }), all: () => [ada] },
    Person: { nick: ({ name }: { name: string }) => name.slice(0, 1) },
    Mutation: {
      start: () => ({ done: 1 }),
      change: () => {
        changes += 1;
        return ada;
      },
    },
  },
  references: { Person: () => ada },
});

let people: StartedPlugin;
beforeAll(async () => {
  people = await startPlugin(People);
});
afterAll(() => people[Symbol.asyncDispose]());

const caller = (roles: Tenant['roles'], ...scopes: readonly string[]): Tenant => ({
  org: 'acme',
  userId: null,
  roles,
  scopes,
});
const member = caller(['member']);

/** The answered fields, and the path and code of each refused one. */
async function ask(tenant: Tenant, query: string) {
  const { data, errors = [] } = await people.query(tenant, query);
  return { data, refused: errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions['code']}`) };
}

const all = '{ name salary notes nick }';

test.each([
  ['person', `{ person ${all} }`, (data: never) => data['person']],
  ['node', `{ node { ... on Person ${all} } }`, (data: never) => data['node']],
  [
    '_entities.0',
    `{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person ${all} } }`,
    (data: never) => data['_entities'][0],
  ],
])(
  'through %s a caller sees what their role and scopes allow, and an error names the rest',
  async (path, query, read) => {
    const seen = async (tenant: Tenant) => {
      const { data, refused } = await ask(tenant, query);
      return [read(data as never), refused.toSorted()];
    };
    const refused = (...fields: readonly string[]) => fields.map((field) => `${path}.${field} FORBIDDEN`);
    expect(await seen(member)).toEqual([
      { name: 'Ada', salary: null, notes: null, nick: null },
      refused('nick', 'notes', 'salary'),
    ]);
    expect(await seen(caller(['admin'], 'pay:read', 'nick'))).toEqual([
      { name: 'Ada', salary: null, notes: 'kind', nick: 'A' },
      refused('salary'),
    ]);
    expect(await seen(caller(['member'], 'pay:see', 'pay:read', 'admin'))).toEqual([
      { name: 'Ada', salary: 7, notes: null, nick: null },
      refused('nick', 'notes'),
    ]);
  },
);

test('fields of the root require scopes too, before any work is done', async () => {
  const change = 'mutation { change { __typename } }';
  expect(await ask(member, change)).toEqual({ data: { change: null }, refused: ['change FORBIDDEN'] });
  expect(await ask(caller([], 'people:write'), change)).toMatchObject({ refused: ['change FORBIDDEN'] });
  expect(changes).toBe(0);
  expect(await ask(caller(['admin'], 'people:write'), change)).toMatchObject({
    data: { change: { __typename: 'Person' } },
  });
  expect(await ask(caller(['admin']), '{ all { name } }')).toMatchObject({ refused: ['all FORBIDDEN'] });
  expect(await ask(caller(['admin'], 'people:list'), '{ all { name } }')).toMatchObject({ refused: [] });
});

async function salaryRefused(tenant: Tenant) {
  const { errors } = await people.query(tenant, '{ person { salary } }');
  return errors?.map(({ message }) => message);
}

test('a mutation may succeed with a type that is no entity', async () => {
  const { data, refused } = await ask(member, 'mutation { start { __typename ... on Progress { done } } }');
  expect({ data, refused }).toEqual({ data: { start: { __typename: 'Progress', done: 1 } }, refused: [] });
});

test('a refusal names the missing role or scopes', async () => {
  expect(await salaryRefused(caller([]))).toEqual(['salary needs the role "member". Ask an admin of acme.']);
  expect(await salaryRefused(member)).toEqual([
    'salary needs the scopes "pay:read pay:see". Get a token that has them.',
  ]);
});

test('the requirement of a field is in the description that clients see', () => {
  const sdl = printSubgraphSdl(People);
  expect(sdl).toContain(
    '"What they earn. Needs the role member and the scopes pay:read, pay:see."\n  salary',
  );
  expect(sdl).toContain('"Needs the role admin."\n  notes');
  expect(sdl).toMatch(/By friends\.\s+Needs the role member and the scope nick\.\s+"""\s+nick/);
});
