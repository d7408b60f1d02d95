import type { Sin } from './sin.ts';

const bookmarks = 'plugin-subgraphs/Bookmarks';

const forbiddenImports: readonly Sin[] = [
  ['sdk/plugin/kernel/a.ts', '../hooks/index.ts', 'sdk/kernel may not import sdk/hooks'],
  ['sdk/plugin/hooks/a.ts', '@nats-io/transport-node', 'sdk/hooks may not import @nats-io/transport-node'],
  [
    'sdk/plugin/orchestrator/a.ts',
    '@nimbusvault/runtime',
    'sdk/orchestrator may not import @nimbusvault/runtime',
  ],
  ['sdk/plugin/data/a.ts', '../kernel/tenant.ts', 'sdk/plugin/kernel/tenant.ts is internal to sdk/kernel'],
  ['sdk/plugin/threads/a.ts', '../data/index.ts', 'sdk/threads may not import sdk/data'],
  [
    'sdk/plugin/plugin/a.ts',
    '../hooks/index.ts',
    'sdk/plugin may not import sdk/hooks except by `import type`',
  ],
  ['sdk/graph/a.ts', '@nimbusvault/runtime', 'sdk/graph may not import @nimbusvault/runtime'],
  ['sdk/runtime/a.ts', '@nimbusvault/gateway', 'runtime/top may not import @nimbusvault/gateway'],
  [
    'sdk/vault/stack/a.ts',
    '@nimbusvault/core-subgraph',
    'vault/stack may not import @nimbusvault/core-subgraph',
  ],
  ['sdk/cli/verbs/token.ts', '@nimbusvault/gateway', 'cli/verbs may not import @nimbusvault/gateway'],
  ['gateway/http/a.ts', '@mikro-orm/core', 'gateway/server may not import @mikro-orm/core'],
  ['gateway/http/a.ts', 'pino', 'gateway/server may not import pino except by `import type`'],
  ['sdk/runtime/http/a.ts', 'pino', 'runtime/http may not import pino except by `import type`'],
  ['gateway/http/a.ts', '@nimbusvault/vault', 'gateway/server may not import @nimbusvault/vault'],
  ['core-subgraph/seed.ts', '@nimbusvault/vault', 'plugin/seed may not import @nimbusvault/vault'],
  [
    'core-subgraph/bll/users/queries.ts',
    '@nats-io/jetstream',
    'plugin/queries may not import @nats-io/jetstream',
  ],
  [`${bookmarks}/resolvers.ts`, './entities/A.ts', 'plugin/resolvers may not import plugin/entities'],
  [`${bookmarks}/bll/a/service.ts`, './queries.ts', 'plugin/service may not import plugin/queries'],
  [`${bookmarks}/bll/a/queries.ts`, '../../resolvers.ts', 'plugin/queries may not import plugin/resolvers'],
  [
    `${bookmarks}/bll/a/queries.ts`,
    '../../../Polls/bll/a/queries.ts',
    "plugin/queries may not import another package's plugin/queries",
  ],
  [
    `${bookmarks}/bll/a/helpers.ts`,
    '../../../../sdk/plugin/kernel/index.ts',
    'plugin/helpers may not import sdk/kernel',
  ],
  [`${bookmarks}/standIn/server.ts`, '../bll/a/helpers.ts', 'plugin/stand-in may not import plugin/helpers'],
  [
    `${bookmarks}/bll/a/queries.ts`,
    '../../standIn/server.ts',
    'plugin/queries may not import plugin/stand-in',
  ],
  [
    'tests/e2e/a/a.test.ts',
    '../../../core-subgraph/Core.ts',
    "tests/scenario may not import another package's plugin/manifest",
  ],
  ['scripts/a.mjs', 'yaml', 'scripts may not import yaml'],
].map(([file = '', specifier, why]) => ({
  rule: 'who may import whom',
  files: { [file]: `\nimport { a } from '${specifier}';` },
  says: `${file}:2: ${why}`,
}));

const everySyntax: readonly Sin[] = [
  ["import type { A } from 'pg';", 'pg'],
  ["import 'pg';", 'pg'],
  ["export { a } from 'pg';", 'pg'],
  ["export * from 'pg';", 'pg'],
  ["const a = await import('pg');", 'pg'],
  ["type A = import('pg').Client;", 'pg'],
  ['const a = await import(`./${name}.ts`);', 'a specifier that only run time knows'],
].map(([text = '', target]) => ({
  rule: 'who may import whom',
  files: { 'sdk/plugin/hooks/a.ts': text },
  says: `sdk/plugin/hooks/a.ts:1: sdk/hooks may not import ${target}`,
}));

export const importSins = [...forbiddenImports, ...everySyntax];
