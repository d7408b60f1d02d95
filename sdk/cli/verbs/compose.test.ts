import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';

const nimbus = fileURLToPath(new URL('../bin/nimbus.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nimbus-compose-'));
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

beforeEach(() => {
  write('vault-settings.json', '{ "Base": { "active_plugins": ["Tags"], "identity": "${env.NOT_SET}" } }');
  write('supergraph.yaml', `subgraphs:\n${['Core', 'Tags'].map(entry).join('')}`);
  write('Core.graphql', 'type Query { viewer: String }');
  write('Tags.graphql', 'type Query { tags: [String] }');
});

afterAll(() => rmSync(folder, { recursive: true }));

function entry(name: string): string {
  return `  ${name}:\n    routing_url: \${env.NOT_SET}\n    schema: { file: ./${name}.graphql }\n`;
}

function compose(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH };
  return spawnSync(process.execPath, [nimbus, 'compose', ...args], { cwd: folder, env, encoding: 'utf8' });
}

test('prints the supergraph, even if no URL is configured', () => {
  const { status, stdout } = compose();
  expect(stdout).toMatch(/^schema[^]*tags: \[String\] @join__field\(graph: TAGS\)/);
  expect(status).toBe(0);
});

test('writes it to a file', () => {
  const { status, stdout } = compose('--out', 'out.graphql');
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(readFileSync(join(folder, 'out.graphql'), 'utf8')).toContain('join__Graph');
});

test('names the plugin that does not compose, its file and its line', () => {
  write('Tags.graphql', 'type Query {\n  tags: [Tag]\n}');
  expect(compose()).toEqual(
    expect.objectContaining({
      status: 1,
      stdout: '',
      stderr: 'Tags does not compose: Tags.graphql:2:10: Unknown type Tag. [COMPOSITION_FAILED]\n',
    }),
  );
});

test('names the plugin whose schema is missing', () => {
  rmSync(join(folder, 'Tags.graphql'));
  expect(compose().stderr).toContain('Tags.graphql cannot be read. Write it with "nimbus schema Tags".');
});

test('refuses an unknown flag with its usage', () => {
  expect(compose('--to', 'x')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('nimbus compose [--out FILE]') as string,
  });
});
