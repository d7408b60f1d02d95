import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const bin = join(root, 'sdk/cli/bin/nimbus.mjs');
mkdirSync(join(root, '.nimbus'), { recursive: true });
const folder = mkdtempSync(join(root, '.nimbus/types-')); // within the repository, so that the plugin's imports are found
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, 'supergraph.yaml'), 'subgraphs: {}\n');
writeFileSync(join(folder, 'vault-settings.json'), '{ "Base": { "active_plugins": [] } }\n');

function nimbus(...args: readonly string[]) {
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' });
}

interface Checked {
  readonly sections: readonly {
    readonly findings: readonly { readonly code: string; readonly fix: string }[];
  }[];
}

function staleTypes() {
  const { stdout } = nimbus('check', '--plugin', 'Tags', '--offline', '--json');
  const { sections } = JSON.parse(stdout) as Checked;
  return sections.flatMap(({ findings }) => findings).filter(({ code }) => code === 'TYPES_COMMITTED');
}

test('schema writes the types of the resolvers, and check refuses stale ones and names the command', () => {
  expect(nimbus('new', 'Tags').status).toBe(0);
  const place = join(folder, 'plugin-subgraphs/Tags');
  const types = () => readFileSync(join(place, 'schema.types.ts'), 'utf8');
  expect(types()).toContain('Tag: z.infer<typeof TagView>;');

  appendFileSync(
    join(place, 'schema.ts'),
    '\ntypeDefs.definitions.push(...gql`extend type Tag { size: Int }`.definitions);\n',
  );
  const fix = expect.stringMatching(/^Write it: nimbus schema Tags --out .*schema\.graphql\.$/) as string;
  expect(staleTypes()).toEqual([expect.objectContaining({ fix })]);
  expect(nimbus('schema', 'Tags', '--out', 'plugin-subgraphs/Tags/schema.graphql').stderr).toBe(
    'schema.types.ts of Tags is written.\n',
  );
  expect(types()).toMatch(/size\?: Resolver/);
  expect(nimbus('add', 'mutation', 'renameTag', '--entity', 'Tag').status).toBe(0);
  expect(types()).toMatch(/renameTag: Resolver/);
});
