import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askSteadily } from '../../support/askSteadily.ts';
import { startOwnVault } from '../../support/ownVault.ts';

test('if two teams publish at once, both releases are published, or the clashing one is refused', async () => {
  await using vault = await startOwnVault();
  const { admin } = await vault.makeOrg();
  const load = askSteadily(admin, `{ viewer { username } }`, ({ errors }) => errors === undefined);
  for (const name of ['Tags', 'Notes']) {
    await vault.nimbus('new', name);
    expect(await vault.nimbus('activate', name, '--watch', '0')).toMatchObject({ code: 0 });
  }

  const publishBoth = () => Promise.all(['Tags', 'Notes'].map((name) => vault.nimbus('publish', name)));
  expect((await publishBoth()).map(({ code }) => code)).toEqual([0, 0]);

  for (const name of ['Tags', 'Notes']) {
    change(name, 'resolvers.ts', (text) => text.replace('Query: {', "Query: {\n    motto: () => 'ours',"));
    change(name, 'schema.ts', (text) => text.replace('type Query {', 'type Query {\n    motto: String'));
  }
  for (const name of ['Tags', 'Notes'])
    await vault.nimbus('schema', name, '--out', `plugin-subgraphs/${name}/schema.graphql`);
  const ran = await publishBoth();
  const [refused] = ran.filter(({ code }) => code === 1);
  expect(ran.map(({ code }) => code).toSorted((a, b) => a - b)).toEqual([0, 1]);
  // By the check, or by the second look at the moment of the publication.
  expect(refused?.stderr).toMatch(
    /(?:FAILED {2}Composition|does not compose).*Query\.motto.*A field belongs to one subgraph/s,
  );
  expect((await load.stop()).bad).toEqual([]);

  function change(name: string, file: string, to: (text: string) => string): void {
    const path = join(vault.folder, 'plugin-subgraphs', name, file);
    writeFileSync(path, to(readFileSync(path, 'utf8')));
  }
});
