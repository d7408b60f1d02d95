import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
