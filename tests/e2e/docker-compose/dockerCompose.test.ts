import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readActivePlugins } from '@nimbusvault/sdk/kernel';
import { DCLinter } from 'dclint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readServices } from './composeFile.ts';
import { makeKeys } from './makeKeys.ts';
import { openProject } from './openProject.ts';

interface LintResult {
  readonly messages: readonly { readonly type: string; readonly message: string }[];
}

interface Supergraph {
  readonly subgraphs: Readonly<Record<string, { readonly routing_url: string }>>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const composeFile = join(root, 'docker-compose.yml');

test('docker-compose.yml is valid by the compose specification', () => {
  const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
  const [result] = linter.lintFiles([composeFile], false) as readonly LintResult[];
  expect(result?.messages.filter(({ type }) => type === 'error')).toEqual([]);
});

test('every active plugin has its services, and the gateway has the URL of every subgraph', () => {
  const services = readServices(composeFile, makeKeys(root));
  const active = ['Core', ...readActivePlugins(join(root, 'ops/vault-settings.json'))];
  for (const name of active) {
    expect(services[name.toLowerCase()]?.command).toEqual(['serve', name]);
    expect(services[`${name.toLowerCase()}-migrate`]?.command).toEqual(['migrate', name]);
  }
  const { subgraphs } = parse(readFileSync(join(root, 'supergraph.yaml'), 'utf8')) as Supergraph;
  const variables = active.map((name) => /^\$\{env\.(\w+)\}$/.exec(subgraphs[name]?.routing_url ?? '')?.[1]);
  expect(Object.keys(services['gateway']?.environment ?? {})).toEqual(expect.arrayContaining(variables));
});

test('the containers, run as described, serve the graph, the development data and the explorer', async () => {
  await using project = await openProject(root, composeFile);
  const finish = (name: string) => project.up(name).done();
  await Promise.all([finish('core-migrate').then(() => finish('core-seed')), finish('bookmarks-migrate')]);

  await Promise.all(['core', 'bookmarks', 'gateway'].map((name) => project.up(name).healthy()));

  const { data, errors } = await project.ask('{ viewer { username sharedBookmarks { totalCount } } }');
  expect(errors).toBeUndefined();
  expect(data.viewer).toEqual({ username: 'ada', sharedBookmarks: { totalCount: 0 } });
  expect(await (await fetch(project.url)).text()).toContain('<script type="module"');
});
