import type { Client, TestOrg } from '@nimbusvault/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { makeOrg } from '../../support/sharedVault.ts';

let org: TestOrg;
let ada: Client;
beforeAll(async () => {
  org = await makeOrg();
  ada = org.admin;
});

describe('createUser', () => {
  test('adds a user to the organization', async () => {
    const grace = await mutate(ada, 'createUser', { username: 'grace' });
    expect(grace).toMatchObject({ __typename: 'User', organization: { slug: org.slug } });
    const { data } = await ada.query('{ users(username: "grace") { totalCount edges { node { id } } } }');
    expect(data.users).toEqual({ totalCount: 1, edges: [{ node: { id: grace.id } }] });
  });

  test('accepts a username once per organization', async () => {
    expect(await mutate(ada, 'createUser', { username: 'ada' })).toMatchObject({ __typename: 'Conflict' });
    const elsewhere = (await makeOrg()).admin;
    const hal = await mutate(elsewhere, 'createUser', { username: 'hal' });
    expect(hal).toMatchObject({ __typename: 'User' });
    expect(await mutate(ada, 'createUser', { username: 'hal' })).toMatchObject({ __typename: 'User' });
  });

  test.each(['', 'Ada', 'a b', '-ada', 'ada@acme', 'x'.repeat(64), 'a\0'])(
    'reports that %j is not a valid username',
    async (username) => {
      const answer = await mutate(ada, 'createUser', { username });
      expect(answer).toMatchObject({ __typename: 'InvalidInput', path: ['username'] });
    },
  );
});

describe('viewer', () => {
  const viewer = '{ viewer { username organization { slug name createdAt } } }';

  test('is the user of the token', async () => {
    const { data } = await ada.query(viewer);
    expect(data.viewer).toMatchObject({ username: 'ada', organization: { slug: org.slug } });
  });

  test('is null for a token of an unknown user, who can still write', async () => {
    const nobody = await org.client(['member'], '00000000-0000-4000-8000-00000000dead');
    expect((await nobody.query(viewer)).data.viewer).toBeNull();
    const document = await mutate(nobody, 'createDocument', { title: 'By nobody' });
    expect(document).toMatchObject({ __typename: 'Document', createdBy: null });
  });
});

describe('a role', () => {
  test('of a member does not add users', async () => {
    const member = await org.client(['member']);
    expect(await codeOf(member, 'createUser(input: { username: "eve" })')).toBe('FORBIDDEN');
    expect(await codeOf(member, 'createFolder(input: { name: "Members\' own" })')).toBeUndefined();
  });

  test('that is missing fails only the mutation that needs it', async () => {
    const member = await org.client(['member']);
    const { data, errors } = await member.query(`mutation {
      allowed: createFolder(input: { name: "Kept" }) { __typename }
      refused: createUser(input: { username: "eve" }) { __typename }
    }`);
    expect(data).toEqual({ allowed: { __typename: 'Folder' }, refused: null });
    expect(errors).toHaveLength(1);
  });

  test.each([
    'createFolder(input: { name: "x" })',
    'archiveFolder(id: "x")',
    'restoreFolder(id: "x")',
    'createDocument(input: { title: "x" })',
    'updateDocument(input: { id: "x", title: "x" })',
    'archiveDocument(id: "x")',
    'restoreDocument(id: "x")',
    'deleteDocument(id: "x")',
    'createUser(input: { username: "eve" })',
  ])('is needed to %s', async (mutation) => {
    expect(await codeOf(await org.client([]), mutation)).toBe('FORBIDDEN');
  });
});

async function codeOf(client: Client, mutation: string): Promise<string | undefined> {
  const { errors } = await client.query(`mutation { ${mutation} { __typename } }`);
  return errors?.[0]?.extensions.code;
}
