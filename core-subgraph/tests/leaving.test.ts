import { randomUUID } from 'node:crypto';
import { runWorkflow } from '@nimbusvault/sdk';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrganization } from '../bll/organizations/mutations.ts';
import { countInUse } from '../bll/documents/queries.ts';
import { documentTransfers } from '../bll/transfers/service.ts';
import { createUser } from '../bll/users/mutations.ts';
import { users } from '../bll/users/service.ts';
import { Core } from '../Core.ts';

const times = 8;

let core: StartedPlugin;
beforeAll(async () => {
  core = await startPlugin(Core);
});
afterAll(() => core[Symbol.asyncDispose]());

let count = 0;

/** The people of a new organization: ada is its admin, the others are members. */
async function makePeople() {
  const org = `leaving-${(count += 1)}`;
  const vault = core.opened.vaultFor(org);
  await runWorkflow(createOrganization, { adminUsername: 'ada' }, vault);
  const join = async (username: string) => {
    const user = await runWorkflow(createUser, { username }, vault);
    if ('__typename' in user) throw new Error(user.message);
    return user.id;
  };
  const [grace, hedy, mary] = [await join('grace'), await join('hedy'), await join('mary')];
  return { vault, grace, hedy, mary, ...mutationsIn(org) };
}

interface Answered {
  readonly type?: string;
  readonly id?: string;
  readonly message?: string;
  readonly code?: string;
}

function mutationsIn(org: string) {
  const askAs = (userId: string | null) => async (field: string, query: string, variables: object) => {
    const { data, errors } = await core.query({ org, userId, roles: ['admin'] }, query, variables);
    const code = errors?.[0]?.extensions.code;
    return { ...data?.[field], ...(code && { code, message: errors?.[0]?.message }) } as Answered;
  };
  const ask = askAs(null);
  return {
    write: (userId: string) => askAs(userId)('createDocument', writing, { title: 'A plan' }),
    give: (id: string, toUserId: string) => ask('transferDocument', giving, { id, toUserId }),
    offboard: (userId: string, transferTo: string) =>
      ask('offboardUser', offboarding, { userId, transferTo }),
    owned: (ownerId: string) => countInUse(ownerId, core.opened.vaultFor(org)),
  };
}

const failure = `... on Conflict { message } ... on NotFound { message }`;
const writing = `mutation ($title: String!) {
  createDocument(input: { title: $title }) { type: __typename ... on Document { id } ${failure} } }`;
const giving = `mutation ($id: ID!, $toUserId: ID!) {
  transferDocument(id: $id, toUserId: $toUserId) { type: __typename ${failure} } }`;
const offboarding = `mutation ($userId: ID!, $transferTo: ID!) {
  offboardUser(userId: $userId, transferTo: $transferTo) { type: __typename ${failure} } }`;

test('of two users who are to be offboarded to one another, one leaves', async () => {
  for (let time = 0; time < times; time += 1) {
    const { grace, hedy, write, offboard, owned } = await makePeople();
    await Promise.all([write(grace), write(hedy)]);
    const answers = await Promise.all([offboard(grace, hedy), offboard(hedy, grace)]);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['Conflict', 'User']));
    const left = answers[0]?.type === 'User' ? grace : hedy;
    expect(await owned(left)).toBe(0);
  }
});

test('nothing is created for a user who is leaving', async () => {
  const { grace, hedy, write, offboard, owned } = await makePeople();
  await write(grace);
  const leaving = offboard(grace, hedy);
  const written = await Promise.all(Array.from({ length: 40 }, () => write(grace)));
  expect(await leaving).toMatchObject({ type: 'User' });
  expect(await owned(grace)).toBe(0);
  const kept = written.filter(({ type }) => type === 'Document').length;
  expect(await owned(hedy)).toBe(kept + 1);
  expect(written.filter(({ code }) => code === 'ACCESS_REVOKED')).toHaveLength(40 - kept);
});

test('a user who has left does nothing any more', async () => {
  const { grace, hedy, write, offboard } = await makePeople();
  expect(await offboard(grace, hedy)).toMatchObject({ type: 'User' });
  expect(await write(grace)).toMatchObject({
    code: 'ACCESS_REVOKED',
    message: expect.stringContaining('left'),
  });
});

test('no document is given to somebody who is leaving, nor returned to them', async () => {
  for (let time = 0; time < times; time += 1) {
    const { grace, hedy, mary, write, give, offboard, owned } = await makePeople();
    const documents = await Promise.all([write(mary), write(mary), write(grace), write(grace)]);
    const [one = '', two = '', three = '', four = ''] = documents.map(({ id }) => id);
    const races = [
      give(one, grace),
      give(two, grace),
      give(three, mary),
      offboard(grace, hedy),
      give(four, mary),
    ];
    const answers = await Promise.all(races);
    const last = answers[3]?.type === 'User' ? answers[3] : await offboard(grace, hedy);
    expect(last).toMatchObject({ type: 'User' });
    expect(await owned(grace)).toBe(0);
    expect((await owned(hedy)) + (await owned(mary))).toBe(4);
  }
});

test('an offboarding or a transfer that an operator has closed stands in nobody’s way', async () => {
  const { vault, grace, hedy, mary, write, give, offboard, owned } = await makePeople();
  const { id = '' } = await write(grace);
  const closed = randomUUID();
  await users.update(grace, { leavingTo: mary, leavingIn: closed }, vault);
  expect(await offboard(hedy, grace)).toMatchObject({
    type: 'Conflict',
    message: 'grace is leaving the organization.',
  });
  await documentTransfers.create({ id, fromUserId: grace, toUserId: hedy, run: closed }, vault);
  expect(await give(id, mary)).toMatchObject({ type: 'Document' });
  expect(await offboard(grace, hedy)).toMatchObject({ type: 'User' });
  expect([await owned(grace), await owned(mary)]).toEqual([0, 1]);
});
