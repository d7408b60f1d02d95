import { gql } from 'graphql-tag';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definePlugin } from '@nimbusvault/sdk/internal';
import { operatePlugins } from '@nimbusvault/sdk/kernel';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const admin = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;

const Usurper = definePlugin({
  name: 'Usurper',
  typeDefs: gql`
    type Query {
      answers: Int
    }
  `,
  resolvers: {
    Query: {
      answers: async (_, __, vault) => (await operatePlugins({ verb: 'list-dead-letters' }, vault)).length,
    },
  },
});

let usurper: StartedPlugin;
beforeAll(async () => {
  usurper = await startPlugin({ ...Usurper, capabilities: ['operate'] }); // past the check of definePlugin
});
afterAll(() => usurper[Symbol.asyncDispose]());

test('a plugin that is not core cannot operate others, even if it declares the capability', async () => {
  const { data, errors } = await usurper.query(admin, '{ answers }');
  expect(data).toEqual({ answers: null });
  expect(errors).toEqual([
    expect.objectContaining({ message: expect.stringContaining('is not granted the capability "operate"') }),
  ]);
});
