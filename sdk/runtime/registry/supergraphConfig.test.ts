import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSupergraphConfig } from './supergraphConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbus-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configOf(text: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'supergraph.yaml');
  writeFileSync(file, text);
  return readSupergraphConfig(file, env);
}

const core = `subgraphs:\n  Core:\n    routing_url: \${env.CORE_URL}\n    schema:\n      file: ./core/schema.graphql\n`;

test('reads the format of rover: environment, relative files, and keys it does not know', () => {
  const text = `federation_version: =2.14.4\nlater: true\n${core}    more: 1\n`;
  expect(configOf(text, { CORE_URL: 'http://core/graphql' })).toEqual({
    federationVersion: '=2.14.4',
    subgraphs: [
      { name: 'Core', routingUrl: 'http://core/graphql', schemaFile: join(folder, 'core/schema.graphql') },
    ],
  });
});

test('leaves the address open where the environment does not name it', () => {
  expect(configOf(core).subgraphs[0]?.routingUrl).toBeUndefined();
});

test('takes a federation version that is a number', () => {
  expect(configOf(`federation_version: 2\n${core}`).federationVersion).toBe('2');
});

test('says which value is missing', () => {
  expect(() => configOf('subgraphs:\n  Core:\n    routing_url: x\n')).toThrow(/subgraphs\.Core\.schema: /);
});

test('says where the YAML is broken', () => {
  expect(() => configOf('subgraphs: [')).toThrow(/supergraph\.yaml cannot be read: .*line 1/s);
});
