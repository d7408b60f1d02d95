import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeTypes } from '@nimbusvault/vault';

interface SupergraphFile {
  readonly subgraphs: Record<string, { readonly schema: { readonly file: string } }>;
}

const { subgraphs } = parse(readFileSync('supergraph.yaml', 'utf8')) as SupergraphFile;
const run = promisify(execFile);

test.each(Object.entries(subgraphs))(
  'the committed schema of %s and its types match its code',
  async (name, { schema }) => {
    const { stdout, stderr } = await run(process.execPath, ['sdk/cli/bin/nimbus.mjs', 'schema', name]);
    expect(stderr).toBe(''); // else its schema.types.ts was written
    expect(readFileSync(schema.file, 'utf8'), `Run: npx nimbus schema ${name} --out ${schema.file}`).toBe(
      stdout,
    );
  },
);

test('the types of the fixture whose resolvers they check match its schema', async () => {
  expect(await writeTypes('sdk/testing/fixtures/desk')).toBe(false); // else they were written
});

test('the example in a repository of its own passes the check without a vault, its generated files included', async () => {
  const check = [resolve('sdk/cli/bin/nimbus.mjs'), 'check', '--offline', '--plugin', 'Contracts'];
  const { stdout } = await run(process.execPath, check, { cwd: 'examples/Contracts' }); // throws if it fails
  expect(stdout).toContain('PASSED  Contracts: The plugin and its committed schema');
});
