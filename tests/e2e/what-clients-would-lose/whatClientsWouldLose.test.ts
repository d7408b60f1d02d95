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

test('a release that lacks a field in use is not published', async () => {
  vault.changeBookmarks('resolvers.ts', (text) =>
    text.replace('sharedBookmarks: (_, args', 'links: (_, args'),
  );
  vault.changeBookmarks('schema.ts', (text) =>
    text.replace(/(type Query \{[^}]*)sharedBookmarks\(/, '$1links('),
  );
  await eventually(
    async () => vault.told.some((line) => line.startsWith('Bookmarks runs the saved code')),
    60_000,
  );
  await eventually(async () => (await lost('publish', 'Bookmarks')).length === 1, 30_000);
  const { code, stderr } = await vault.nimbus('publish', 'Bookmarks');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /Shared was requested \d+ times.*\[SCHEMA_BREAKS\]\n +Keep the field and mark it @deprecated.*Nothing was published/s,
  );
});
