import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDeadLetters, type StackState } from '@nimbusvault/vault';
import { Ledger, noted, stubbornness } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const nimbus = fileURLToPath(new URL('../bin/nimbus.mjs', import.meta.url));
const stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-dlq-'));
const keys = { assertionPrivate: '', assertionPublic: '', identityPrivate: '', identityPublic: '' };

let ledger: StartedPlugin;
beforeAll(async () => {
  ledger = await startPlugin(Ledger, {}, { retry: { tries: 2, firstDelayMs: 1 } });
  const { databaseUrl, servers } = ledger;
  const state: StackState = {
    ...servers,
    pid: process.pid,
    gatewayUrl: '',
    subgraphs: { Ledger: { url: '', variable: 'URL', databaseUrl } },
    settingsFile: '',
    supergraphFile: '',
    keys,
  };
  writeFileSync(join(stateDir, 'stack.json'), JSON.stringify(state));
});
afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true });
});

function dlq(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, NIMBUS_STATE: stateDir };
  return new Promise((resolve) => {
    execFile(process.execPath, [nimbus, 'dlq', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

async function die(org: string): Promise<string> {
  const dead = () => listDeadLetters({ Ledger: ledger }, { org });
  stubbornness.left = 2;
  await ledger.fire(noted, { text: 'hi' }, org);
  await eventually(async () => (await dead()).length === 1);
  return (await dead())[0]?.id ?? '';
}

test('a dead letter is listed, shown and replayed, and then shows the author and the reason', async () => {
  const id = await die('acme');
  const listed = await dlq('list', '--org', 'acme');
  expect(listed).toMatchObject({ code: 0, stderr: '1 dead letter.\n' });
  expect(listed.stdout).toMatch(/^ID +STATE +ORG +PLUGIN +HANDLER +EVENT +TRIES +LAST TRY +ERROR\n/);
  expect(listed.stdout).toMatch(
    new RegExp(
      `^${id} +dead +acme +Ledger +stubborn +ledger\\.noted\\.v1 +2 +\\S+Z +not yet \\[INTERNAL_SERVER_ERROR\\]$`,
      'm',
    ),
  );
  expect(JSON.parse((await dlq('list', '--plugin', 'Ledger', '--json')).stdout)).toMatchObject([
    { id, state: 'dead' },
  ]);
  expect((await dlq('show', id)).stdout).toMatch(/ is dead\.\n.*"text": "hi"/s);
  expect(await dlq('replay', id, '--by', 'grace', '--reason', 'mended')).toMatchObject({
    code: 0,
    stdout: '{"replayed":1}\n',
  });
  await eventually(async () => (await dlq('show', id)).stdout.startsWith(`${id} is done.`));
  expect((await dlq('show', id)).stdout).toMatch(/^replayed +\S+ by grace: mended$/m);
  expect(await dlq('replay', id)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not dead any more'),
  });
});

test('all dead letters of a plugin in an org are replayed at once', async () => {
  await die('globex');
  await die('initech');
  expect((await dlq('replay', '--all', '--plugin', 'Ledger', '--org', 'globex')).stdout).toBe(
    '{"replayed":1}\n',
  );
  await eventually(async () => JSON.parse((await dlq('list', '--json')).stdout).length === 1);
  expect((await dlq('list')).stdout).toMatch(/dead +initech/);
});

test.concurrent.each([
  [['replay'], 'BAD_USER_INPUT'],
  [['replay', '--all'], 'BAD_USER_INPUT'],
  [['replay', '--all', '--plugin', 'Nobody'], 'NOT_FOUND'],
  [['replay', 'one', '--all', '--plugin', 'Ledger'], 'BAD_USER_INPUT'],
  [['show', 'one'], 'BAD_USER_INPUT'],
  [['show', '01a207a5-204e-7252-a58b-d7d2e12a395d'], 'NOT_FOUND'],
  [['list', '--org', 'No Org'], 'BAD_USER_INPUT'],
  [['bury'], 'BAD_USER_INPUT'],
])('nimbus dlq %j is refused', async (args, code) => {
  const { stdout, stderr, ...ended } = await dlq(...args);
  expect(ended.code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trimEnd()).toMatch(new RegExp(`\\[${code}\\]$`));
});
