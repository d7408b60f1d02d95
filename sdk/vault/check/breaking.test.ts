import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { findBreaking, findUnanswered } from './breaking.ts';
import { findNonNull } from './contributions.ts';

const before = buildSchema('type Query { tags: String notes: String }');
const operations = [
  { document: 'query Both { tags notes }', name: 'Both', count: 7, last: '2026-11-01T00:00:00.000Z' },
  { document: '{ notes }', name: null, count: 1, last: '2026-11-02T00:00:00.000Z' },
  { document: '{ gone }', name: 'LongGone', count: 9, last: '2026-10-01T00:00:00.000Z' },
];

test('removing a requested field is an error that names the callers, their number of requests and the last time', async () => {
  const findings = await findBreaking(before, buildSchema('type Query { notes: String }'), operations);
  expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
    ['error', 'Both was requested 7 times, last at 2026-11-01T00:00:00.000Z, and would become invalid'],
    ['warning', "Field 'tags' was removed from object type 'Query'"],
  ]);
});

test('removing a field that nobody requests is a warning', async () => {
  const after = buildSchema('type Query { notes: String }');
  const findings = await findBreaking(before, after, operations.slice(1));
  expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
});

test('an addition breaks nothing', async () => {
  const after = buildSchema('type Query { tags: String notes: String more: Int }');
  expect(await findBreaking(before, after, operations)).toEqual([]);
});

const core = 'type User @key(fields: "id") { id: ID! name: String! }';

test.each([
  ['a field of its own for core', 'type User @key(fields: "id") { id: ID! tags: [String!]! }', ['User.tags']],
  [
    'a pointer to core',
    'type Tag @key(fields: "id") { id: ID! by: User! } type User @key(fields: "id", resolvable: false) { id: ID! }',
    ['Tag.by'],
  ],
  [
    'what fits',
    'type Tag { id: ID! title: String! by: User } type User @key(fields: "id") { id: ID! name: String! @external tags: [String!] }',
    [],
  ],
])('%s that fails together with data of core is found', (_, sdl, paths) => {
  expect(findNonNull(sdl, core).map(({ message }) => message.split(' ')[0])).toEqual(paths);
});

test('removing a field that only a registered document uses is an error', async () => {
  const [id, document, at] = ['tags', 'query Tags { tags }', '2026-11-01T00:00:00.000Z'];
  const registered = { id, document, name: 'Tags', client: 'web', by: 'ada', at };
  const [finding] = await findBreaking(before, buildSchema('type Query { notes: String }'), [registered]);
  expect(finding).toMatchObject({
    severity: 'error',
    message: 'Tags is a trusted document of web, and would become invalid',
  });
});

test('removing a field that a plugin itself queries is an error, and a plugin must query fields that exist', async () => {
  const asked = [{ plugin: 'Notes', name: 'Tags', document: 'query Tags { tags }' }];
  const after = buildSchema('type Query { notes: String }');
  const [broken] = await findBreaking(before, after, asked);
  expect(broken).toMatchObject({
    severity: 'error',
    message: 'Tags is an operation of the plugin Notes, and would become invalid',
  });
  expect(findUnanswered(asked, before)).toEqual([]);
  expect(findUnanswered(asked, after)).toMatchObject([
    {
      code: 'PLUGIN_OPERATIONS',
      message: expect.stringContaining('Tags does not fit the graph: Cannot query field "tags"'),
    },
  ]);
});
