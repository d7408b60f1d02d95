import { expect, test } from 'vitest';
import { imports } from './imports.ts';

const manifest = (dependencies: object, devDependencies: object = {}) =>
  JSON.stringify({ dependencies, devDependencies });

/** The faults of a plugin with these files. */
function check(files: Readonly<Record<string, string>>) {
  return imports.find({
    name: 'Tags',
    folder: '/plugins/Tags',
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    settings: '{}',
    supergraph: '',
  });
}

test('bll and clients use the declared packages of npm, and modules that reach nothing outside', () => {
  const files = {
    'package.json': manifest({ marked: '1.0.0', '@acme/drive': '1.0.0' }, { nock: '1.0.0' }),
    'operations.ts': "import { defineOperation, gql } from '@nimbusvault/sdk';\nimport { z } from 'zod';",
    'clients/drive.ts':
      "import { createHash } from 'node:crypto';\nimport { pipeline } from 'node:stream/promises';\nimport drive from '@acme/drive/v2';",
    'bll/tags/mutations.ts':
      "import { drive } from '../../clients/drive.ts';\nimport { titleOf } from '../../operations.ts';\nimport marked from 'marked/lib';",
    'Tags.ts': "import { titleOf } from './operations.ts';",
    'tests/tags.test.ts': "import nock from 'nock';\nimport marked from 'marked';",
  };
  expect(check(files)).toEqual([]);
});

test.each([
  ['a package that it does not declare', 'marked', 'List marked in "dependencies" of package.json.'],
  ['a package for tests', 'nock', 'List nock in "dependencies" of package.json.'],
  ['a driver', 'pg', 'through a service'],
  ['a part of a driver', '@mikro-orm/postgresql', 'through a service'],
  ['the broker', '@nats-io/jetstream', 'Fire a hook'],
  ['another plugin', '@nimbusvault/plugin-bookmarks', 'Ask the graph'],
  ['the gateway', '@nimbusvault/gateway', 'Ask the graph'],
  ['files', 'node:fs/promises', 'Store text in an entity'],
  ['processes', 'node:child_process', 'Enqueue a task'],
  ['the environment', 'node:process', 'Declare it in settings.ts'],
  ['sockets', 'node:net', 'vault.http.fetch'],
  ['another HTTP client', 'undici', 'vault.http.fetch'],
])('a mutation may not import %s, and the advice says the way', (_, name, way) => {
  const faults = check({
    'package.json': manifest({ pg: '8.0.0', '@nimbusvault/plugin-bookmarks': '0.1.0' }, { nock: '1.0.0' }),
    'bll/tags/mutations.ts': `import a from '${name}';`,
  });
  expect(faults).toMatchObject([{ line: 1, fix: expect.stringContaining(way) }]);
});

test.each(['resolvers.ts', 'hooks.ts', 'operations.ts', 'entities/Tag.ts', 'migrations/b.ts'])(
  '%s imports no package, even if it is declared',
  (path) => {
    const faults = check({ 'package.json': manifest({ marked: '1.0.0' }), [path]: "import 'marked';" });
    expect(faults).toHaveLength(1);
  },
);

test('a client is called by the bll alone', () => {
  expect(check({ 'resolvers.ts': "import { drive } from './clients/drive.ts';" })).toHaveLength(1);
  expect(check({ 'clients/drive.ts': "import { tags } from '../bll/tags/service.ts';" })).toHaveLength(1);
});
