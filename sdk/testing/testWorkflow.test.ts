import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { claim, entries, fused, Ledger, stepwise, story } from './fixtures/Ledger.ts';
import { grind, grindLater, Mill } from './fixtures/Mill.ts';
import { openInMemory, startPlugin, testEveryFailure, testWorkflow, type StartedPlugin } from './index.ts';

let started: StartedPlugin;
beforeAll(async () => {
  started = await startPlugin(Ledger);
});
afterAll(() => started[Symbol.asyncDispose]());
beforeEach(() => void story.splice(0));

let count = 0;
const inMemory = () => openInMemory(Ledger).vaultFor({ org: 'acme', userId: null, roles: ['member'] });
const inPostgres = () => started.opened.vaultFor(`acme-${(count += 1)}`);
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe.each<[string, () => Vault]>([
  ['in memory', inMemory],
  ['in PostgreSQL', inPostgres],
])('a workflow tested %s', (_, makeVault) => {
  const input = { text: 'hi', end: 'well' } as const;
  let vault: Vault;
  beforeEach(() => {
    vault = makeVault();
  });

  test('returns its answer, its steps with their reads, its values and its hooks', async () => {
    const run = await testWorkflow(fused, { input, vault });
    expect(run).toEqual({
      answer: { last: 'hi', second: id },
      error: undefined,
      steps: [
        { name: 'write-first', did: 'forward', context: { input } },
        { name: 'write-second', did: 'forward', context: { input, first: { id } } },
        { name: 'finish', did: 'forward', context: { input } },
      ],
      context: { input, first: { id }, second: { id }, last: 'hi' },
      fired: [{ hook: 'ledger.noted', payload: { text: 'hi' } }],
      enqueued: [],
      compensations: [],
    });
  });

  test('fails at a step: earlier steps are rolled back in reverse order', async () => {
    const run = await testWorkflow(fused, { input, vault, failAt: 'finish' });
    expect(run.answer).toBeUndefined();
    expect(run.error?.message).toContain(
      'Step "finish" of "fused" failed, and everything that it had done was undone.',
    );
    expect(run.steps.map(({ name, did }) => `${did} ${name}`)).toEqual([
      'forward write-first',
      'forward write-second',
      'forward finish',
      'rollback write-second',
      'rollback write-first',
    ]);
    expect(run.steps.at(-1)?.context).toEqual({ input, first: { id } });
    expect(run.context).toEqual({ input, first: { id }, second: { id }, last: 'hi' });
    expect(run.fired).toEqual([]);
    const cause = { step: 'finish', code: 'STEP_FAILED', message: 'The step failed unexpectedly.' };
    expect(run.compensations).toEqual([
      {
        step: 'write-second',
        undoneBy: 'rollback',
        context: { input, first: { id }, second: { id } },
        cause,
      },
      { step: 'write-first', undoneBy: 'rollback', context: { input, first: { id } }, cause },
    ]);
    expect((await entries.filter({}, vault)).rows).toEqual([]);
  });

  test('fails behind a step: it is rolled back too', async () => {
    const run = await testWorkflow(fused, { input, vault, failAfter: 'write-first' });
    expect(run.steps.map(({ name, did }) => `${did} ${name}`)).toEqual([
      'forward write-first',
      'rollback write-first',
    ]);
    expect(run.compensations.map(({ step }) => step)).toEqual(['write-first']);
  });

  test('undone without an injected failure, it reports the cause: the transaction that its steps share', async () => {
    const run = await testWorkflow(fused, { input: { text: 'hi', end: 'outcome' }, vault });
    expect(run.answer).toMatchObject({ __typename: 'Conflict' });
    expect(run.steps.filter(({ did }) => did === 'rollback')).toEqual([]);
    expect(run.compensations.map(({ step, undoneBy }) => [step, undoneBy])).toEqual([
      ['write-second', 'transaction'],
      ['write-first', 'transaction'],
    ]);
  });

  test('a workflow that stops before the injected failure fails its test', async () => {
    const early = testWorkflow(stepwise, { input: { text: '', end: 'well' }, vault, failAt: 'finish' });
    await expect(early).rejects.toThrow(/"stepwise" ended before it could fail at "finish": .*InvalidInput/);
    const stopped = testWorkflow(stepwise, {
      input: { text: 'hi', end: 'outcome' },
      vault,
      failAfter: 'finish',
    });
    await expect(stopped).rejects.toThrow(/ended before it could fail at "finish": .*Not now/);
  });

  test('a workflow whose rollbacks restore everything passes every failure', async () => {
    await testEveryFailure(fused, { input, vault });
    expect(story.join(', ')).toBe(
      'first, undo first, ' +
        'first, second, undo second, undo first, ' +
        'first, second, finish, undo second, undo first',
    );
  });

  test('a workflow that leaves a trace is reported, with the step and the rows', async () => {
    const testing = testEveryFailure(claim, { input: { name: 'only one' }, vault });
    await expect(testing).rejects.toThrow('Undone behind its step "take-name", "claim" leaves a trace.');
    await expect(testing).rejects.toMatchObject({
      actual: { Claim: [{ name: 'only one' }] },
      expected: { Claim: [] },
    });
  });
});

test('returns the enqueued tasks, which are never run in memory', async () => {
  const vault = openInMemory(Mill).vaultFor({ org: 'acme', userId: null, roles: [] });
  const run = await testWorkflow(grindLater, { input: { text: 'rye', refused: false }, vault });
  expect(run.enqueued).toEqual([{ task: 'grind', payload: { text: 'rye', mood: 'well' } }]);
  expect(run.compensations).toEqual([]);
  expect(await grind.find(run.answer as string, vault)).toMatchObject({ state: 'waiting', attempts: 0 });
  await testEveryFailure(grindLater, { input: { text: 'rye', refused: false }, vault });
  const refused = await testWorkflow(grindLater, { input: { text: 'rye', refused: true }, vault });
  expect(refused.enqueued).toEqual([]);
});
