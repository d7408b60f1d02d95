import { print } from 'graphql';
import { gql } from 'graphql-tag';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { definePlugin, secret } from './index.ts';
import { organizationNames } from './organizationTypes.ts';

const define = (organizationSettings: z.ZodType, more: object = {}) =>
  definePlugin({ name: 'Teams', organizationSettings, ...more });

test('the graph has a form for each kind of setting, for admins alone', () => {
  const { typeDefs } = define(
    z.object({
      webhook: secret(z.url()).describe('Where to post.'),
      token: secret(z.string()).optional(),
      limit: z.int().default(3),
      share: z.number().nullable(),
      isLoud: z.boolean().optional(),
      often: z.enum(['at-once', 'daily']).default('daily'),
      tags: z.array(z.string()).optional(),
    }),
  );
  expect(print(typeDefs.at(-1) as never)).toMatchInlineSnapshot(`
    "enum TeamsSettingsOften {
      AT_ONCE
      DAILY
    }

    "The settings of the organization for Teams. Null is not set."
    type TeamsSettings {
      "Where to post. A secret: masked if it is set."
      webhook: String
      "A secret: masked if it is set."
      token: String
      limit: Int
      share: Float
      isLoud: Boolean
      often: TeamsSettingsOften
      tags: [String!]
    }

    "A field that is left out stays; null clears it."
    input ConfigureTeamsInput {
      "Where to post. A secret: it stays if the mask is sent back."
      webhook: String
      "A secret: it stays if the mask is sent back."
      token: String
      limit: Int
      share: Float
      isLoud: Boolean
      often: TeamsSettingsOften
      tags: [String!]
    }

    union ConfigureTeamsResult = TeamsSettings | InvalidInput

    extend type Query {
      "The organization's own settings of Teams, secrets masked."
      teamsSettings: TeamsSettings @role(needs: "admin")
    }

    extend type Mutation {
      "Changes the organization's own settings of Teams. The names of the changed fields are in the audit log."
      configureTeams(input: ConfigureTeamsInput!): ConfigureTeamsResult @role(needs: "admin")
    }"
  `);
});

test.each([
  ['LLM', 'llmSettings'],
  ['PowerBI', 'powerBISettings'],
  ['HTTPMirror', 'httpMirrorSettings'],
  ['Teams', 'teamsSettings'],
])('the query for the settings of %s is %s', (name, query) => {
  expect(organizationNames(name).query).toBe(query);
});

test.each<[string, z.ZodType, string]>([
  ['no object', z.string(), 'organizationSettings must be a z.object'],
  ['no field', z.object({}), 'organizationSettings must be a z.object'],
  ['open to any field', z.looseObject({ a: z.string() }), 'organizationSettings must be a z.object'],
  ['an object within', z.object({ a: z.object({ b: z.string() }) }), 'organizationSettings.a is a "object"'],
  ['a date', z.object({ a: z.date() }), 'organizationSettings.a is a "date"'],
  ['a transform', z.object({ a: z.string().transform(Number) }), 'organizationSettings.a is a "pipe"'],
  ['a conversion', z.object({ a: z.coerce.number() }), 'organizationSettings.a converts'],
  ['a union', z.object({ a: z.union([z.string(), z.int()]) }), 'organizationSettings.a is a "union"'],
  ['a list of lists', z.object({ a: z.array(z.array(z.string())) }), 'organizationSettings.a is a "array"'],
  ['a name', z.object({ 'a-b': z.string() }), 'organizationSettings.a-b is not a name in GraphQL'],
  ['a reserved name', z.object({ __a: z.string() }), 'organizationSettings.__a is not a name in GraphQL'],
  ['an option without a name', z.object({ a: z.enum(['1st']) }), 'organizationSettings.a has an option'],
  ['two options alike', z.object({ a: z.enum(['a-b', 'a.b']) }), 'organizationSettings.a has an option'],
  ['a secret list', z.object({ a: z.readonly(z.array(z.string())) }), 'organizationSettings.a is a secret'],
  [
    'secrets in a list',
    z.object({ a: z.array(secret(z.string())) }),
    'organizationSettings.a is a "readonly"',
  ],
  [
    'a secret in the code',
    z.object({ a: secret(z.string()).default('x') }),
    'organizationSettings.a is a secret with a default',
  ],
])('settings with %s are refused at load', (_, schema, message) =>
  expect(() => define(schema)).toThrow(message),
);

test('what is generated, and the keys of the runtime, are the platform’s', () => {
  const own = {
    typeDefs: gql`
      type Query {
        teamsSettings: String
      }
    `,
    resolvers: { Query: { teamsSettings: () => '' } },
  };
  expect(() => define(z.object({ a: z.string() }), own)).toThrow('Query.teamsSettings is generated');
  const settings = z.object({ encryptionKeys: z.string() });
  expect(() => define(z.object({ a: z.string() }), { settings })).toThrow('settings has "encryptionKeys"');
});
