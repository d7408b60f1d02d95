import { defineContext, entityArchived, on, runWorkflow } from '@nimbusvault/sdk';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Core } from '../Core.ts';

const admin = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;
const member = { ...admin, roles: ['member'] } as const;
const stranger = { ...admin, org: 'globex' } as const;
const unknown = '00000000-0000-4000-8000-00000000dead';

/** The newest entries of the organization's audit log. */
async function recorded(first: number): Promise<readonly object[]> {
  const log = `query ($first: Int) { auditLog(first: $first) { edges { node {
    action outcome by subjectId reason details } } } }`;
  const { data } = await core.query(admin, log, { first });
  return data.auditLog.edges.map(({ node }: { node: object }) => node);
}

const operated = `__typename ... on Saga { id status story { kind step words at } } ... on NotFound { message }
  ... on Conflict { message } ... on InvalidInput { message path }`;

/** The bank and the handler work again once this is true. */
let isMended = false;

const context = defineContext({ input: z.object({}) });
const pay = context.externalStep({
  name: 'pay',
  reads: [],
  writes: [],
  async forward() {
    throw new Error('The bank hung up.');
  },
  async rollback() {
    if (!isMended) throw new Error('The bank does not answer.');
  },
  retry: { tries: 1, firstDelayMs: 1 },
  undoRetry: { tries: 1, firstDelayMs: 1 },
});
const buy = context
  .workflow('buy')
  .step(pay)
  .result(() => null);

const hooks = [
  on(entityArchived, async () => {
    if (!isMended) throw new Error('The shelf is full.');
  }),
];

let core: StartedPlugin;
beforeAll(async () => {
  const workflows = new Map([...Core.workflows, ['buy.v1', buy] as const]);
  core = await startPlugin({ ...Core, hooks, workflows }, {}, { retry: { tries: 2, firstDelayMs: 1 } });
});
afterAll(() => core[Symbol.asyncDispose]());

async function getStuck(): Promise<string> {
  const run = runWorkflow(buy, {}, core.opened.vaultFor('acme'));
  await expect(run).rejects.toMatchObject({ code: 'SAGA_UNFINISHED' });
  const { data } = await core.query(admin, '{ sagas(status: STUCK) { sagas { id } } }');
  return data.sagas.sagas[0].id as string;
}

test('a stuck run is found, is read like a story, and continues at the command of an admin, which is recorded', async () => {
  isMended = false;
  const id = await getStuck();
  const { data } = await core.query(
    admin,
    `{ sagas(status: STUCK) { silent sagas { id plugin workflow status step code message story { kind step } } } }`,
  );
  expect(data.sagas).toMatchObject({
    silent: [],
    sagas: [{ id, plugin: 'Core', workflow: 'buy.v1', status: 'STUCK', step: 'pay', code: 'STEP_FAILED' }],
  });
  expect(data.sagas.sagas[0].story).toContainEqual({ kind: 'undone', step: 'pay' });
  isMended = true;
  const retry = `mutation ($id: ID!) { retrySaga(id: $id, reason: "the bank is back") { ${operated} } }`;
  const { data: retried } = await core.query(admin, retry, { id });
  expect(retried.retrySaga).toMatchObject({ __typename: 'Saga', id });
  expect(retried.retrySaga.story.at(-1)).toMatchObject({
    kind: 'retry',
    step: 'pay',
    words: `by ${admin.userId}: the bank is back`,
  });
  await eventually(async () => {
    const { data: now } = await core.query(admin, 'query ($id: ID!) { saga(id: $id) { status } }', { id });
    return now.saga.status === 'COMPENSATED';
  });
  const again = await core.query(admin, retry, { id });
  expect(again.data.retrySaga).toEqual({
    __typename: 'Conflict',
    message: `${id} is not stuck: it is compensated.`,
  });
  const why = { action: 'saga.retried', by: admin.userId, subjectId: id, reason: 'the bank is back' };
  expect(await recorded(3)).toMatchObject([
    { ...why, outcome: 'REFUSED', details: expect.stringContaining('is not stuck: it is compensated') },
    { ...why, outcome: 'ATTEMPTED' },
    { ...why, outcome: 'ATTEMPTED', details: '{"plugin":"Core"}' },
  ]);
});

test('a run is closed with a reason, and by nobody of another organization', async () => {
  isMended = false;
  const id = await getStuck();
  const resolve = `mutation ($id: ID!, $reason: String!) { resolveSaga(id: $id, reason: $reason) { ${operated} } }`;
  const foreign = await core.query(stranger, resolve, { id, reason: 'mine' });
  expect(foreign.data.resolveSaga).toEqual({ __typename: 'NotFound', message: 'This run does not exist.' });
  const hushed = await core.query(admin, resolve, { id, reason: ' ' });
  expect(hushed.data.resolveSaga).toMatchObject({ __typename: 'InvalidInput', path: ['reason'] });
  const unstorable = await core.query(admin, resolve, { id, reason: 'paid \0 back' });
  expect(unstorable.data.resolveSaga).toMatchObject({ __typename: 'InvalidInput', path: ['reason'] });
  const { data } = await core.query(admin, resolve, { id, reason: 'paid back by hand' });
  expect(data.resolveSaga).toMatchObject({ __typename: 'Saga', status: 'RESOLVED' });
  expect(await recorded(1)).toMatchObject([{ action: 'saga.resolved', reason: 'paid back by hand' }]);
});

test('a dead letter is found and replayed, and the author is stored', async () => {
  isMended = false;
  await core.fire(entityArchived, { entityType: 'Folder', entityId: unknown }, 'acme');
  const list = '{ deadLetters { silent deadLetters { id plugin type state code message attempts } } }';
  const letters = async () =>
    (await core.query(admin, list)).data.deadLetters.deadLetters as { id: string }[];
  await eventually(async () => (await letters()).length === 1);
  const [letter = { id: '' }] = await letters();
  expect(letter).toMatchObject({ plugin: 'Core', type: 'entity.archived.v1', state: 'DEAD', attempts: 2 });
  expect((await core.query(stranger, list)).data.deadLetters).toEqual({ silent: [], deadLetters: [] });
  isMended = true;
  const replay = `mutation ($id: ID!) { replayDeadLetter(id: $id, reason: "there is room again") {
    __typename ... on DeadLetter { state data replays { by reason } } ... on Conflict { message } } }`;
  const { data } = await core.query(admin, replay, { id: letter.id });
  const kept = { by: admin.userId, reason: 'there is room again' };
  expect(data.replayDeadLetter).toMatchObject({ __typename: 'DeadLetter', replays: [kept] });
  expect(JSON.parse(data.replayDeadLetter.data)).toMatchObject({ entityId: unknown });
  await eventually(async () => {
    const { data: now } = await core.query(
      admin,
      'query ($id: ID!) { deadLetter(id: $id) { state } }',
      letter,
    );
    return now.deadLetter.state === 'DONE';
  });
  const again = await core.query(admin, replay, { id: letter.id });
  expect(again.data.replayDeadLetter).toMatchObject({ __typename: 'Conflict' });
});

test.each([
  '{ sagas { silent } }',
  `{ saga(id: "${unknown}") { id } }`,
  '{ deadLetters { silent } }',
  '{ auditLog { totalCount } }',
  `{ deadLetter(id: "${unknown}") { id } }`,
  `mutation { retrySaga(id: "${unknown}") { __typename } }`,
  `mutation { changeUserRole(input: { userId: "${unknown}", role: ADMIN, reason: "why" }) { __typename } }`,
  `mutation { skipSaga(id: "${unknown}", reason: "why") { __typename } }`,
  `mutation { resolveSaga(id: "${unknown}", reason: "why") { __typename } }`,
  `mutation { replayDeadLetter(id: "${unknown}") { __typename } }`,
])('%s is allowed to admins alone', async (document) => {
  const { errors } = await core.query(member, document);
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('a missing object differs from a plugin that does not answer', async () => {
  const { data } = await core.query(admin, `{ saga(id: "${unknown}") { id } odd: saga(id: "odd") { id } }`);
  expect(data).toEqual({ saga: null, odd: null });
  const { data: silent } = await core.query(admin, '{ sagas(plugin: "Ghost") { silent sagas { id } } }');
  expect(silent.sagas).toEqual({ silent: ['Ghost'], sagas: [] });
});
