import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HostedVault, Vault } from '../kernel/index.ts';
import { deedsOf, Journey, travel, trips } from '@nimbusvault/testing/fixtures/Journey';
import { runHandedOver } from '@nimbusvault/testing/fixtures/runHandedOver';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { runWorkflow, SagaRun } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-world-'));
let journey: StartedPlugin;
beforeAll(async () => {
  vi.stubEnv('NIMBUS_TEST_WORLD', join(folder, 'world.jsonl'));
  journey = await startPlugin(Journey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await journey[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

let count = 0;

test('a workflow that its plugin does not list is refused, with the line to add', async () => {
  const vault: HostedVault = { ...journey.opened.vaultFor('unlisted'), workflows: new Map() };
  await expect(runWorkflow(travel, {}, vault)).rejects.toMatchObject({
    code: 'WORKFLOW_INVALID',
    message: expect.stringContaining('Journey does not list "travel" (version 1)'),
  });
  expect(await runsOf(vault)).toEqual([]);
});

const whatsOf = ({ org }: Vault) => deedsOf(org).map(({ what }) => what);
const runsOf = ({ em, org }: Vault) => em.fork().find(SagaRun, { org });
const rowsOf = async (vault: Vault) => (await trips.filter({}, vault)).rows.map(({ text }) => text);

const newVault = (): HostedVault => journey.opened.vaultFor(`world-${(count += 1)}`);

describe.each([
  ['by one process', runWorkflow],
  ['by another process after every record', runHandedOver],
])('a run that is driven %s', (_, run) => {
  test('does each thing once, each under its own key, and is recorded', async () => {
    const vault = newVault();
    const answer = await run(travel, {}, vault);
    expect(answer).toEqual({ flight: 'flight 12a', room: 'room 1', trip: expect.any(String) });
    expect(whatsOf(vault).toSorted()).toEqual(['book-flight', 'book-room', 'pay', 'send-ticket']);
    expect(new Set(deedsOf(vault.org).map(({ key }) => key)).size).toBe(4);
    expect(await rowsOf(vault)).toEqual(['ticket sent']);
    const [stored] = await runsOf(vault);
    expect(stored).toMatchObject({ status: 'completed', workflow: 'travel', dueAt: null });
    expect(stored?.state.records.map(({ step, phase }) => `${step} ${phase}`)).toEqual([
      'book-flight done',
      'book-room done',
      'write-trip done',
      'pay done',
      'send-ticket done',
      'note-ticket done',
    ]);
  });

  test('retries a step under the same key, and continues', async () => {
    const vault = newVault();
    await run(travel, { mood: 'pay: flaky' }, vault);
    const keys = deedsOf(vault.org)
      .filter(({ what }) => what.startsWith('pay'))
      .map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  // A process that takes a run over cannot know whether the step was tried before: it undoes it in any case.
  const afterRefusal = run === runHandedOver ? ['pay-back'] : [];

  test.each([
    ['that is clear needs no undo', 'pay: refuse', 'No pay today.', afterRefusal],
    [
      'that is not is undone too: it may have had its effect',
      'pay: unsure',
      'unexpectedly',
      ['pay', 'pay', 'pay', 'pay-back'],
    ],
  ])('is undone in reverse order; a failure %s', async (...[, mood, message, payments]) => {
    const vault = newVault();
    const running = run(travel, { mood }, vault);
    await expect(running).rejects.toMatchObject({ code: 'STEP_FAILED' });
    const [stored] = await runsOf(vault);
    expect(stored?.status).toBe('compensated');
    expect(stored?.state.cause?.message).toContain(message);
    expect(whatsOf(vault).slice(2)).toEqual([...payments, 'cancel-room', 'cancel-flight']);
    expect(await rowsOf(vault)).toEqual([]);
  });

  test('returns an expected failure once everything is undone', async () => {
    const vault = newVault();
    const answer = await run(travel, { mood: 'book-room: answer' }, vault);
    expect(answer).toMatchObject({ __typename: 'Conflict', message: 'The book-room is taken.' });
    expect(whatsOf(vault).at(-1)).toBe('cancel-flight');
  });

  test('stops a step that takes too long, and reports it', async () => {
    const vault = newVault();
    const running = run(travel, { mood: 'pay: hang' }, vault);
    await expect(running).rejects.toThrow('Step "pay" of "travel" failed: It took longer than 300 ms.');
    expect(whatsOf(vault).slice(2)).toEqual(['pay-back', 'cancel-room', 'cancel-flight']);
  });

  test('has one run for one key, and one answer; another input is refused', async () => {
    const vault = { ...newVault(), idempotencyKey: 'once' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => run(travel, {}, { ...vault, em: vault.em.fork() })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(whatsOf(vault).toSorted()).toEqual(['book-flight', 'book-room', 'pay', 'send-ticket']);
    const other = run(travel, { mood: 'other' }, vault);
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('stores its failure under its key', async () => {
    const vault = { ...newVault(), idempotencyKey: 'failed' };
    const once = () => run(travel, { mood: 'book-flight: answer' }, vault);
    const first = await once();
    const deeds = whatsOf(vault);
    expect(await once()).toEqual(first);
    expect(whatsOf(vault)).toEqual(deeds);
  });
});
