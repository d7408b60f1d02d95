import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectBroker } from '../broker/broker.ts';
import { isOutcome, type HostedVault } from '@nimbusvault/sdk/kernel';
import { claim, entries, fused, Ledger, noted, stepwise, story } from '@nimbusvault/testing/fixtures/Ledger';
import { runHandedOver } from '@nimbusvault/testing/fixtures/runHandedOver';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { runWorkflow } from '@nimbusvault/sdk/internal';

let ledger: StartedPlugin;
let nats: NatsConnection;
beforeAll(async () => {
  ledger = await startPlugin(Ledger);
  nats = await connectBroker(ledger.servers.natsUrl, 'test');
});
afterAll(async () => {
  await nats.close();
  await ledger[Symbol.asyncDispose]();
});
beforeEach(() => void story.splice(0));

interface Compensation {
  readonly subject: string;
  readonly data: {
    readonly step: string;
    readonly undoneBy: string;
    readonly context: object;
    readonly cause: object;
  };
}

/** Gathers the compensation messages of an org from now on. */
async function compensationsOf(org: string): Promise<Compensation[]> {
  const gathered: Compensation[] = [];
  nats.subscribe(`vault.${org}.saga.Ledger.*.compensate.>`, {
    callback: (_, message) => void gathered.push({ subject: message.subject, data: message.json() }),
  });
  await nats.flush();
  return gathered;
}

async function textsOf(org: string): Promise<string[]> {
  const { rows } = await entries.filter({ first: 100 }, ledger.opened.vaultFor(org));
  return rows.map(({ text }) => text).toSorted();
}

const heard = ['stubborn heard hi', 'willing heard hi'];

const vaultFor = (org: string): HostedVault => ledger.opened.vaultFor(org);

describe.each([
  ['by one process', runWorkflow, ''],
  ['by another process after every record', runHandedOver, '-taken'],
])('a run that is driven %s', (_, run, suffix) => {
  test('a workflow that ends well commits its steps and fires its hooks once', async () => {
    const org = `well${suffix}`;
    const compensations = await compensationsOf(org);
    const answer = await run(fused, { text: 'hi', end: 'well' }, vaultFor(org));
    expect(answer).toEqual({ last: 'hi', second: expect.any(String) });
    await eventually(async () => (await textsOf(org)).length === 4);
    expect(await textsOf(org)).toEqual(['first', 'hi', ...heard]);
    expect(story).toEqual(['first', 'second', 'finish']);
    expect(compensations).toEqual([]);
  });

  test('a step that answers with an outcome undoes the shared transaction, and each finished step has a compensation message', async () => {
    const org = `dropped${suffix}`;
    const compensations = await compensationsOf(org);
    const answer = await run(fused, { text: 'hi', end: 'outcome' }, vaultFor(org));
    expect(answer).toMatchObject({ __typename: 'Conflict', message: 'Not now.' });
    expect(await textsOf(org)).toEqual([]);
    expect(story).toEqual(['first', 'second', 'finish']);
    await eventually(async () => compensations.length === 2);
    expect(compensations.map(({ subject }) => subject)).toEqual([
      `vault.${org}.saga.Ledger.fused.compensate.write-second`,
      `vault.${org}.saga.Ledger.fused.compensate.write-first`,
    ]);
    expect(compensations[1]?.data).toMatchObject({
      step: 'write-first',
      undoneBy: 'transaction',
      context: { input: { text: 'hi' }, first: { id: expect.any(String) } },
      cause: { step: 'finish', code: 'Conflict', message: 'Not now.' },
    });
    expect(Object.keys(compensations[1]?.data.context ?? {}).toSorted()).toEqual(['first', 'input']);
  });

  test('steps that committed are rolled back in reverse order, one message each, and what they fired stays unsaid', async () => {
    const org = `stepwise${suffix}`;
    const compensations = await compensationsOf(org);
    const running = run(stepwise, { text: 'hi', end: 'error' }, vaultFor(org));
    await expect(running).rejects.toThrow('Step "finish" of "stepwise" failed');
    await expect(running).rejects.not.toThrow(/secret/);
    expect(story).toEqual(['first', 'second', 'finish', 'undo second', 'undo first']);
    await eventually(async () => compensations.length === 2);
    expect(compensations.map(({ data }) => [data.step, data.undoneBy])).toEqual([
      ['write-second', 'rollback'],
      ['write-first', 'rollback'],
    ]);
    expect(compensations[0]?.data.cause).toEqual({
      step: 'finish',
      code: 'STEP_FAILED',
      message: 'The step failed unexpectedly.',
    });
    expect(await textsOf(org)).toEqual([]);
  });

  test.each([
    ['garbage', 'Step "finish" wrote a "last" that its context does not allow'],
    ['undeclared', 'Step "finish" wrote "first" without declaring it'],
  ] as const)('a step that writes %s is refused when it runs, and undone', async (end, message) => {
    const running = run(fused, { text: 'hi', end }, vaultFor(`${end}${suffix}`));
    await expect(running).rejects.toThrow(message);
    expect(await textsOf(`${end}${suffix}`)).toEqual([]);
  });

  test('input that does not fit is the caller’s InvalidInput, and no step runs', async () => {
    const answer = await run(fused, { text: '', end: 'well' }, vaultFor(`bad${suffix}`));
    expect(answer).toMatchObject({ __typename: 'InvalidInput', path: ['text'] });
    expect(story).toEqual([]);
  });

  test('a hook cannot be fired where no transaction could carry it', () => {
    expect(() => noted.fire({ text: 'hi' }, vaultFor(`lost${suffix}`))).toThrow(/outside a workflow step/);
  });

  test('two runs that want one unique value: one gets it, the other a Conflict', async () => {
    const vaults = [1, 2, 3].map(() => vaultFor(`race${suffix}`));
    const answers = await Promise.all(vaults.map((vault) => run(claim, { name: 'only one' }, vault)));
    const conflicts = answers.filter((answer) => isOutcome(answer)).map(({ __typename }) => __typename);
    expect(conflicts).toEqual(['Conflict', 'Conflict']);
  });
});
