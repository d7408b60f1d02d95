import { expect, test } from 'vitest';
import type { Client } from '@nimbusvault/testing';
import { startOwnVault } from '../../support/ownVault.ts';
import { runNimbus } from '../../support/runNimbus.ts';

const search = `query ($text: String!, $first: Int, $after: String) {
  searchPapers(text: $text, first: $first, after: $after) {
    edges { cursor rank node { title } highlight { text isMatch } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
const create = `mutation ($title: String!) { createPaper(input: { title: $title }) { __typename } }`;

async function found(client: Client, text: string, page: object = {}) {
  const { data, errors } = await client.query(search, { text, ...page });
  expect(errors).toBeUndefined();
  return data.searchPapers;
}

async function write(client: Client, ...titles: readonly string[]): Promise<void> {
  for (const title of titles)
    expect(await client.query(create, { title })).toMatchObject({
      data: { createPaper: { __typename: 'Paper' } },
    });
}

test('a scaffolded search finds the text of its organization, and nothing of another one shows', async () => {
  await using vault = await startOwnVault(
    (settings) => ({ ...settings, Base: { ...settings.Base, active_plugins: ['Papers'] } }),
    async (folder) => {
      const made = await runNimbus(['new', 'Papers', '--search', '--author', 'Ada'], {
        cwd: folder,
        env: {},
      });
      expect(made.code).toBe(0);
    },
  );
  const [ours, theirs] = await Promise.all([vault.makeOrg(), vault.makeOrg()]);
  await write(ours.admin, 'A merger of <b>equals</b>', 'Minutes of the merger', 'Garden party');
  const alone = await found(ours.admin, 'merger');
  expect(alone.edges.map(({ node }: { node: { title: string } }) => node.title).toSorted()).toEqual([
    'A merger of <b>equals</b>',
    'Minutes of the merger',
  ]);
  expect((await found(ours.admin, 'equals -minutes')).edges).toMatchObject([
    {
      highlight: [
        { text: 'A merger of <b>', isMatch: false },
        { text: 'equals', isMatch: true },
        { text: '</b>', isMatch: false },
      ],
    },
  ]);

  await write(theirs.admin, ...Array.from({ length: 30 }, (_, at) => `The secret merger ${at}`));
  expect(await found(ours.admin, 'merger')).toEqual(alone);
  expect((await found(ours.admin, 'secret or equals or party -minutes')).edges).toHaveLength(2);
  expect((await found(ours.admin, 'secret')).edges).toEqual([]);

  const first = await found(theirs.admin, 'merger', { first: 20 });
  const rest = await found(theirs.admin, 'merger', { first: 20, after: first.pageInfo.endCursor });
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(rest.edges).toHaveLength(10);
  const foreign = await found(ours.admin, 'merger', { after: first.edges[0].cursor });
  expect(JSON.stringify(foreign)).not.toContain('secret');

  expect((await found(ours.admin, ' ')).edges).toEqual([]);
  const refused = await ours.admin.query(search, { text: 'x'.repeat(2_000) });
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});
