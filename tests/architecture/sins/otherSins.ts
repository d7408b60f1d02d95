import { wellNamed } from './nameSins.ts';
import type { Sin } from './sin.ts';

const bookmarks = 'plugin-subgraphs/Bookmarks';

/** A lock with one package, deep down. */
function lockOf(entry: object): string {
  return JSON.stringify({ packages: { 'node_modules/a/node_modules/@b/c': entry } });
}

export const otherSins: readonly Sin[] = [
  {
    rule: 'every file has a home',
    files: { [`${bookmarks}/bll/bookmarks/utils.ts`]: '' },
    says: `${bookmarks}/bll/bookmarks/utils.ts: has no home`,
  },
  {
    rule: 'every file has a home',
    files: { 'notes.md': '' },
    says: 'notes.md: has no home',
  },
  {
    rule: 'folders form no cycle',
    files: {
      'gateway/planner/a.ts': "import type { B } from '../executor/b.ts';",
      'gateway/executor/b.ts': "import { c } from '../graph/c.ts';",
      'gateway/graph/c.ts': "import { a } from '../planner/a.ts';",
    },
    says: 'gateway/planner/a.ts:1: gateway/planner imports gateway/executor, which imports gateway/planner in turn',
  },
  {
    rule: 'a package declares its imports',
    files: { 'gateway/package.json': '{}', 'gateway/http/a.ts': "import 'undici';" },
    says: 'gateway/http/a.ts:1: imports undici, which gateway/package.json does not declare',
  },
  {
    rule: 'core names no plugin',
    files: { ...wellNamed, 'core-subgraph/schema.ts': '// for bookmarks' },
    says: 'core-subgraph/schema.ts:1: core names the plugin bookmarks',
  },
  {
    rule: 'core and the plugins follow the checklist',
    files: {
      [`${bookmarks}/bll/a/service.ts`]: 'export const a = defineService(A);\nexport const recent = () => a;',
    },
    says: `${bookmarks}/bll/a/service.ts:2: A service file may contain only`,
  },
  {
    rule: 'core and the plugins follow the checklist',
    files: {
      [`${bookmarks}/resolvers.ts`]: 'export const resolvers = {\n  a: () => { return work(); },\n};',
    },
    says: `${bookmarks}/resolvers.ts:2: A resolver does work of its own`,
  },
  {
    rule: 'core and the plugins follow the checklist',
    files: { [`${bookmarks}/clients/a.ts`]: 'export const get = () => fetch("https://a.test");' },
    says: `${bookmarks}/clients/a.ts:1: clients/a.ts uses the global fetch`,
  },
  {
    rule: 'core and the plugins follow the checklist',
    files: {
      'examples/Importer/package.json': '{ "name": "plugin-importer", "version": "1.0.0" }',
      'examples/Importer/clients/a.ts': 'export const get = () => fetch("https://a.test");',
    },
    says: 'examples/Importer/clients/a.ts:1: clients/a.ts uses the global fetch',
  },
  {
    rule: 'exports are named, one by one',
    files: { 'sdk/plugin/kernel/a.ts': "export * from './b.ts';" },
    says: 'sdk/plugin/kernel/a.ts:1: exports all of another file',
  },
  {
    rule: 'exports are named, one by one',
    files: { 'sdk/plugin/kernel/a.ts': 'export default 1;' },
    says: 'sdk/plugin/kernel/a.ts:1: has a default export',
  },
  {
    rule: 'every export has an importer',
    files: {
      'gateway/http/a.ts': 'export const used = 1;\nexport const unused = 2;',
      'gateway/http/b.ts': "import { used } from './a.ts';",
    },
    says: 'gateway/http/a.ts:2: exports unused, which no other file imports',
  },
  {
    rule: 'an index file is a list of names',
    files: { 'sdk/plugin/kernel/index.ts': 'export const a = 1;' },
    says: 'sdk/plugin/kernel/index.ts:1: does more than list names',
  },
  {
    rule: 'every thrown error has a code',
    files: { 'gateway/http/a.ts': "throw new Error('no');" },
    says: 'gateway/http/a.ts:1: throws Error',
  },
  {
    rule: 'every dependency has one exact version',
    files: { 'sdk/plugin/package.json': '{ "dependencies": { "zod": "^4.6.7" } }' },
    says: 'sdk/plugin/package.json: wants zod "^4.6.7", which is not an exact version',
  },
  {
    rule: 'every dependency has one exact version',
    files: {
      'sdk/plugin/package.json': '{ "dependencies": { "zod": "4.6.7" } }',
      'gateway/package.json': '{ "dependencies": { "zod": "4.6.6" } }',
    },
    says: 'gateway/package.json: wants zod 4.6.6, and sdk/plugin/package.json wants 4.6.7',
  },
  {
    rule: 'no trace of the machine on which it was written',
    files: { 'README.md': 'cd /checkout/of/test/sdk' },
    says: 'README.md:1: names the folder of this checkout',
  },
  {
    rule: 'no trace of the machine on which it was written',
    files: { 'README.md': `cd ${['', 'home', 'ada'].join('/')}` },
    says: "README.md:1: names a user's home folder",
  },
  {
    rule: 'no trace of the machine on which it was written',
    files: { 'package-lock.json': `"resolved": "https://${['npm', 'registry'].join('.')}/a.tgz"` },
    says: 'package-lock.json:1: names a registry',
  },
  {
    rule: 'nothing is left for later',
    files: { 'sdk/plugin/kernel/a.ts': `const a = 'TODO';\n// TODO: mend` },
    says: 'sdk/plugin/kernel/a.ts:2: promises work for later',
  },
  {
    rule: 'nothing is left for later',
    files: { 'sdk/plugin/kernel/a.test.ts': "describe.only('a', () => {});" },
    says: 'sdk/plugin/kernel/a.test.ts:1: describe.only skips tests',
  },
  {
    rule: 'plain English: subject, verb, object',
    files: { 'README.md': 'The registry is not to be had.' },
    says: 'README.md:1: says "to be had"',
  },
  {
    rule: 'plain English: subject, verb, object',
    files: { 'gateway/http/a.ts': '\n/** Who asks. */\nconst a = 1;' },
    says: 'gateway/http/a.ts:2: says "Who"',
  },
  {
    rule: 'a file has at most 250 lines',
    files: { 'sdk/plugin/kernel/a.ts': 'a();\n'.repeat(251) },
    says: 'sdk/plugin/kernel/a.ts: has 251 lines',
  },
  {
    rule: 'a function has at most 30 lines',
    files: { 'sdk/plugin/kernel/a.ts': `\nfunction a() {\n${'a();\n'.repeat(29)}}` },
    says: 'sdk/plugin/kernel/a.ts:2: this function has 31 lines',
  },
  {
    rule: 'every locked package has its checksum',
    files: { 'package-lock.json': lockOf({ license: 'MIT' }) },
    says: 'package-lock.json: has no SHA-512 integrity of node_modules/a/node_modules/@b/c',
  },
  {
    rule: 'every shipped package has a licence that allows it',
    files: { 'package-lock.json': lockOf({ license: '(MIT AND GPL-3.0-only)' }) },
    says: 'package-lock.json: ships @b/c, whose licence is (MIT AND GPL-3.0-only). Take another package',
  },
  {
    rule: 'every shipped package has a licence that allows it',
    files: { 'package-lock.json': lockOf({ license: 'Elastic-2.0' }), 'README.md': 'Of others: `@b/d`.' },
    says: 'package-lock.json: ships @b/c, whose licence is Elastic-2.0',
  },
  {
    rule: 'every shipped package has a licence that allows it',
    files: { 'package-lock.json': lockOf({}) },
    says: 'package-lock.json: ships @b/c, whose licence is not known',
  },
];
