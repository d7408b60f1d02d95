import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StackState } from '@nimbusvault/vault';
import { Ledger, noted } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const nimbus = fileURLToPath(new URL('../bin/nimbus.mjs', import.meta.url));
const stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-hooks-'));
const keys = { assertionPrivate: '', assertionPublic: '', identityPrivate: '', identityPublic: '' };

let ledger: StartedPlugin;
beforeAll(async () => {
  ledger = await startPlugin(Ledger);
  const paths = { gatewayUrl: '', settingsFile: '', supergraphFile: '' };
  const state: StackState = { ...ledger.servers, pid: process.pid, ...paths, subgraphs: {}, keys };
  writeFileSync(join(stateDir, 'stack.json'), JSON.stringify(state));
});
afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  rmSync(stateDir, { recursive: true });
});

test('hooks of an org are shown as they pass, and an interrupt ends it', async () => {
  const env = { ...process.env, NIMBUS_STATE: stateDir };
  const child = spawn(process.execPath, [nimbus, 'hooks', 'tail', '--org', 'acme'], { env });
  const ended = once(child, 'close');
  let [shown, said] = ['', ''];
  child.stdout.on('data', (chunk) => void (shown += String(chunk)));
  child.stderr.on('data', (chunk) => void (said += String(chunk)));
  await eventually(async () => said.includes('Waiting for hooks'), 20_000);
  await eventually(async () => {
    await ledger.fire(noted, { text: 'elsewhere' }, 'globex');
    await ledger.fire(noted, { text: 'hi' }, 'acme');
    return shown.includes('hi');
  }, 10_000);
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
  expect(shown.split('\n')[0]).toMatch(
    /^20\S+Z {2}acme {2}ledger\.noted\.v1 {2}Ledger by nobody {2}\{"text":"hi"\}$/,
  );
  expect(shown).not.toContain('elsewhere');
});
