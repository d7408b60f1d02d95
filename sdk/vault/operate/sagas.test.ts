import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { StackState } from '../stack/ground/stackState.ts';
import { deedsOf, Journey } from '@nimbusvault/testing/fixtures/Journey';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { listSagas, operateSaga, showSaga } from './sagas.ts';
import type { Subgraphs } from './inEach.ts';
import type { VaultSite } from './records.ts';

const nimbus = fileURLToPath(new URL('../../cli/bin/nimbus.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-sagas-'));
const keys = { assertionPrivate: '', assertionPublic: '', identityPrivate: '', identityPublic: '' };
const travel = `mutation ($mood: String) { travel(mood: $mood) { flight } }`;
const grace = { by: 'grace', reason: 'the bank is back' };

let journey: StartedPlugin;
let subgraphs: Subgraphs;
let site: VaultSite;
beforeAll(async () => {
  vi.stubEnv('NIMBUS_TEST_WORLD', join(folder, 'world.jsonl'));
  journey = await startPlugin(Journey);
  const { databaseUrl, servers } = journey;
  subgraphs = { Journey: { databaseUrl } };
  site = { subgraphs, settingsFile: '', supergraphFile: '' };
  const paths = { gatewayUrl: '', settingsFile: '', supergraphFile: '' };
  const neverStarted = new URL(databaseUrl);
  neverStarted.username = 'vault_never_started';
  const place = { url: '', variable: 'URL' };
  const parts = {
    subgraphs: {
      Journey: { ...place, databaseUrl },
      NeverStarted: { ...place, databaseUrl: neverStarted.href },
    },
    keys,
  };
  const state: StackState = { ...servers, pid: process.pid, ...paths, ...parts };
  writeFileSync(join(folder, 'stack.json'), JSON.stringify(state));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await journey[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function saga(...args: string[]): Promise<string> {
  const env = { ...process.env, NIMBUS_STATE: folder };
  return (await promisify(execFile)(process.execPath, [nimbus, 'saga', ...args], { env })).stdout;
}

/** A run that cannot be undone: the payment may have been made, and paying back fails. */
async function getStuck(org: string, payBack: 'flaky' | 'throw'): Promise<string> {
  const mood = `pay: unsure, pay-back: ${payBack}`;
  const { errors } = await journey.query({ org, userId: null, roles: ['member'] }, travel, { mood });
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'SAGA_UNFINISHED', saga: { status: 'stuck', step: 'pay' } },
  });
  return errors?.[0]?.extensions.saga?.id ?? '';
}

const whatsOf = (org: string) => deedsOf(org).map(({ what }) => what);

test('a stuck run is found, reads like a story, and is retried from the command line', async () => {
  const id = await getStuck('retried', 'flaky');
  expect(await saga('list', '--status', 'stuck', '--org', 'retried')).toMatch(
    new RegExp(`^ID +STATUS .*\n${id} +stuck +retried +Journey +travel\\.v1 +20\\S+Z +pay: `),
  );
  const story = await saga('show', id);
  expect(story).toMatch(/^forward +20\S+Z book-flight done in \d+ ms$/m);
  expect(story).toMatch(/^forward +20\S+Z pay began, after 3 failed tries.*unexpectedly/m);
  expect(story).toMatch(/^undone +20\S+Z pay is not undone yet, after 1 failed try: The step failed/m);
  expect(await saga('retry', id, '--by', 'grace', '--reason', 'the bank is back')).toContain(id);
  await eventually(async () => (await showSaga(subgraphs, id)).status === 'compensated');
  expect(whatsOf('retried').slice(-3)).toEqual(['pay-back', 'cancel-room', 'cancel-flight']);
  expect(await saga('show', id)).toMatch(/^retry +20\S+Z pay by grace: the bank is back$/m);
});

test('a step that an operator has undone by hand is skipped, and the rest is undone', async () => {
  const id = await getStuck('skipped', 'throw');
  await operateSaga(site, id, { did: 'skip', by: 'grace', reason: 'paid back by hand' });
  await eventually(async () => (await showSaga(subgraphs, id)).status === 'compensated');
  expect(whatsOf('skipped').slice(-2)).toEqual(['cancel-room', 'cancel-flight']);
  const { state } = await showSaga(subgraphs, id);
  expect(state.records.find(({ step }) => step === 'pay')?.phase).toBe('skipped');
});

test('a run is closed without a change, and then refuses every command', async () => {
  const id = await getStuck('resolved', 'throw');
  const resolve = { did: 'resolve', by: 'grace', reason: 'the customer has left' } as const;
  expect(await operateSaga(site, id, resolve)).toMatchObject({ status: 'resolved' });
  expect(whatsOf('resolved')).not.toContain('cancel-room');
  await expect(operateSaga(site, id, resolve)).rejects.toThrow('is not stuck: it is resolved');
});

test('behind the pivot a run continues forward once its step can', async () => {
  const user = { org: 'pivoted', userId: null, roles: ['member'] } as const;
  const { errors } = await journey.query(user, travel, { mood: 'send-ticket: refuse' });
  const id = errors?.[0]?.extensions.saga?.id ?? '';
  expect(await showSaga(subgraphs, id)).toMatchObject({ status: 'stuck', cause: { step: 'send-ticket' } });
  const skip = operateSaga(site, id, { did: 'skip', ...grace });
  await expect(skip).rejects.toThrow('is not being undone, so that nothing can be skipped');
  await operateSaga(site, id, { did: 'retry', ...grace });
  await eventually(async () => (await showSaga(subgraphs, id)).state.interventions.length > 0);
  expect(whatsOf('pivoted')).not.toContain('pay-back');
});

test.each([
  [['show', 'one'], 'is not the id of a run'],
  [['show', '01a207a5-204e-7252-a58b-d7d2e12a395d'], 'There is no run'],
  [['list', '--status', 'lost'], '"lost" is not a status'],
  [['skip', '01a207a5-204e-7252-a58b-d7d2e12a395d'], 'A reason is required'],
  [['bury', 'one'], 'Usage'],
])('nimbus saga %j is refused', async (args, words) => {
  await expect(saga(...args)).rejects.toThrow(words);
});

test('runs are listed by org and by status', async () => {
  const ids = (await listSagas(subgraphs, { status: 'resolved' })).map(({ org }) => org);
  expect(ids).toEqual(['resolved']);
  expect(await listSagas(subgraphs, { org: 'nobody' })).toEqual([]);
});
