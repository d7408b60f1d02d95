import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

interface Checked {
  readonly sections: readonly { readonly title: string; readonly findings: readonly Found[] }[];
}

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
}

let vault: OwnVault;
beforeAll(async () => {
  vault = await startOwnVault(({ Base, ...plugins }) => ({
    Base: { ...Base, registry: { publish: 'by-command' } },
    ...plugins,
  }));
  const { admin } = await vault.makeOrg();
  const shared = 'query Shared($first: Int) { sharedBookmarks(first: $first) { totalCount } }';
  for (let asked = 0; asked < 3; asked += 1) await admin.query(shared, { first: 1 });
  await eventually(areRecorded, 30_000); // a gateway records its operations every few seconds
});
afterAll(() => vault[Symbol.asyncDispose]());

async function areRecorded(): Promise<boolean> {
  const [operation] = await lost('check', '--delete', 'Bookmarks');
  return operation?.includes('requested 3 times') ?? false;
}

/** The operations that would be lost. */
async function lost(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await vault.nimbus(...args, '--json');
  const { sections } = JSON.parse(stdout) as Checked;
  const findings = sections.flatMap((section) => section.findings);
  return findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

test('a plugin in use is not deactivated until an operator has seen the operations that clients would lose', async () => {
  const [operation] = await lost('check', '--delete', 'Bookmarks');
  expect(operation).toMatch(/^Shared was requested 3 times, last at 20.*, and would become invalid$/);
  expect(await vault.nimbus('deactivate', 'Bookmarks')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /FAILED {2}Operations that clients would lose\n +Shared was requested 3 times.*Bookmarks stays active/s,
    ),
  });
  expect(await vault.nimbus('deactivate', 'Bookmarks', '--yes')).toMatchObject({ code: 0 });
  expect(await vault.nimbus('activate', 'Bookmarks', '--watch', '0')).toMatchObject({ code: 0 });
});

/** The example of the plugin guide. */
const operations = `import { defineOperation, gql } from '@nimbusvault/sdk';
import { z } from 'zod';

export const titleOf = defineOperation({
  document: gql\`
    query TitleOf($id: ID!) {
      document(id: $id) {
        title
      }
    }
  \`,
  variables: z.object({ id: z.string() }),
  data: z.object({ document: z.object({ title: z.string() }).nullable() }),
});
`;

test('a release that asks the graph, and uses a module of Node and a declared package, is published', async () => {
  const plugin = join(vault.folder, 'plugin-subgraphs/Bookmarks');
  writeFileSync(join(plugin, 'operations.ts'), operations);
  vault.changeBookmarks('package.json', (text) =>
    text.replace('"graphql-tag"', '"graphql": "16.15.0",\n    "graphql-tag"'),
  );
  vault.changeBookmarks('bll/bookmarks/helpers.ts', (text) =>
    text
      .replace(/^/, "import { createHash } from 'node:crypto';\nimport { GraphQLError } from 'graphql';\n")
      .concat("\nexport const digest = () => [createHash('sha256'), GraphQLError];\n"),
  );
  vault.changeBookmarks('Bookmarks.ts', (text) =>
    text
      .replace('import { hooks }', "import { titleOf } from './operations.ts';\nimport { hooks }")
      .replace('  hooks,\n', "  hooks,\n  graph: { role: 'member', operations: [titleOf] },\n"),
  );
  const isPublished = async () => (await vault.nimbus('publish', 'Bookmarks')).code === 0;
  await eventually(isPublished);
  const { stdout } = await vault.nimbus('registry');
  expect(stdout).toContain('TitleOf');
});

test('a release that lacks a field in use is not published', async () => {
  vault.changeBookmarks('resolvers.ts', (text) =>
    text.replace('sharedBookmarks: (_, args', 'links: (_, args'),
  );
  vault.changeBookmarks('schema.ts', (text) =>
    text.replace(/(type Query \{[^}]*)sharedBookmarks\(/, '$1links('),
  );
  await eventually(async () => vault.told.some((line) => line.startsWith('Bookmarks runs the saved code')));
  await eventually(async () => (await lost('publish', 'Bookmarks')).length === 1);
  const told = (start: string) => vault.told.findIndex((line) => line.startsWith(start));
  const warnings = ['breaks operations that are in use', 'breaks its last published release'].map((what) =>
    told(`Warning: the saved schema of Bookmarks ${what}:`),
  );
  expect(vault.told[warnings[0] ?? -1]).toMatch(
    /\n {2}Shared was requested \d+ times.*\n {2}Field 'sharedBookmarks' was removed from object type 'Query'\n.*@deprecated/s,
  );
  expect(vault.told[warnings[1] ?? -1]).toContain(
    "Field 'sharedBookmarks' was removed from object type 'Query'",
  );
  expect(Math.max(...warnings)).toBeLessThan(
    vault.told.findLastIndex((line) => line.startsWith('Bookmarks runs the saved code')),
  );
  const { code, stderr } = await vault.nimbus('publish', 'Bookmarks');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /Shared was requested \d+ times.*\[SCHEMA_BREAKS\]\n +Keep the field and mark it @deprecated.*Nothing was published/s,
  );
});
