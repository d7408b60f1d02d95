import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually, startVendor, type TestOrg } from '@nimbusvault/testing';
import { readStackState, startGuest } from '@nimbusvault/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';
import { runNimbus } from '../../support/runNimbus.ts';
import { addWeather, makeClimate, weather } from './weatherPlugin.ts';

const standIn = 'Weather stand-in';
const withUrl = (url: string) => ({ vendor: { urls: [url] } });

let vault: OwnVault;
let org: TestOrg;
beforeAll(async () => {
  vault = await startOwnVault(
    ({ Base }) => ({ Base: { ...Base, active_plugins: ['Weather'] }, Weather: withUrl('stand-in') }),
    addWeather,
  );
  org = await vault.makeOrg();
});
afterAll(() => vault[Symbol.asyncDispose]());

const find = (name: string) => vault.stack.processes().find((process) => process.name === name);
const isTold = (words: RegExp) => eventually(async () => vault.told.some((line) => words.test(line)));

async function ask(): Promise<string | undefined> {
  const { data } = await org.admin.query('{ weather(town: "Pisa") }').catch(() => ({ data: undefined }));
  return data?.weather ?? undefined;
}

/** Writes the section of a plugin, and hosts that Weather may call. */
function configure(plugin: string, section: object, hosts: readonly string[] = []): void {
  const file = join(vault.folder, 'vault-settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { Base: object };
  const Base = { ...settings.Base, outside: { Weather: hosts } };
  writeFileSync(file, JSON.stringify({ ...settings, Base, [plugin]: section }));
}

test('the supervisor starts the stand-in, and the plugin calls it', async () => {
  expect(await ask()).toBe('rain in Pisa');
  expect(find(standIn)).toMatchObject({
    status: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  const { url = '' } = find(standIn) ?? {};
  expect(vault.told).toContain(`Weather does not call its outside system, but the stand-in at ${url}.`);
  const log = readFileSync(join(vault.stack.stateDir, 'logs/Weather-stand-in.log'), 'utf8');
  expect(log).toContain('"method":"GET","path":"/towns/Pisa","status":200');
});

test('the checks of the settings accept the value', async () => {
  const { stdout } = await vault.nimbus('config', 'check');
  expect(stdout).toContain('NIMBUS_IDENTITY_KEY'); // only a supervisor has it
  expect(stdout).not.toContain('Weather');
});

test('killed, it comes back at its address', async () => {
  const before = find(standIn);
  process.kill(before?.pid ?? 0, 'SIGKILL');
  await eventually(async () => find(standIn)?.status === 'ready' && find(standIn)?.pid !== before?.pid);
  expect(find(standIn)?.url).toBe(before?.url);
  await eventually(async () => (await ask()) === 'rain in Pisa');
});

test('at another address, because its port was taken, the plugin follows it', async () => {
  const { url = '' } = find(standIn) ?? {};
  await vault.stack.stopProcess(standIn);
  const intruder = createServer().listen(Number(new URL(url).port), '127.0.0.1');
  await once(intruder, 'listening');
  await vault.stack.startProcess(standIn);
  await isTold(/^Weather runs the saved settings: the address of its stand-in\.$/);
  intruder.close();
  expect(find(standIn)?.url).not.toBe(url);
  await eventually(async () => (await ask()) === 'rain in Pisa');
});

test('a saved file of the stand-in starts it again at its address, and not the plugin', async () => {
  const [before, plugin] = [find(standIn), find('Weather')?.pid];
  const file = join(vault.folder, weather, 'standIn/server.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('rain', 'sun'));
  await eventually(async () => (await ask()) === 'sun in Pisa');
  expect([find(standIn)?.url, find('Weather')?.pid]).toEqual([before?.url, plugin]);
  writeFileSync(file, 'export const makeRoutes = 1;');
  await isTold(/server\.ts does not export makeRoutes\(\)/);
  writeFileSync(file, text);
  await eventually(async () => (await ask()) === 'rain in Pisa');
});

test('without the value the stand-in ends, and with it one begins', async () => {
  await using vendor = await startVendor({ 'GET /towns/:town': () => ({ weather: 'real' }) });
  configure('Weather', withUrl(vendor.url), [vendor.host]);
  await eventually(async () => (await ask()) === 'real' && find(standIn) === undefined);
  configure('Weather', withUrl('stand-in'));
  await eventually(async () => (await ask()) === 'rain in Pisa');
  expect(find(standIn)?.status).toBe('ready');
});

test('the value is refused where nobody starts a stand-in', async () => {
  const env = {
    DATABASE_URL: vault.stack.databaseUrl,
    NATS_URL: vault.stack.natsUrl,
    NIMBUS_ASSERTION_PUBLIC_KEY: '{}',
  };
  const { code, stderr } = await runNimbus(['serve', 'Weather'], { cwd: vault.folder, env });
  expect(code).toBe(1);
  expect(stderr).toContain('Weather.vendor.urls.0 is "stand-in"');
  expect(stderr).toContain('[STAND_IN_REFUSED]');
});

test('the value is a fault in the section of a plugin that declares no stand-in', async () => {
  configure('Core', { documentQuota: 'stand-in' });
  await isTold(/Core\.documentQuota: It is "stand-in", but the plugin declares no stand-in/);
  configure('Core', {});
  expect(find('Core')?.status).toBe('ready');
});

test('a guest in a repository of its own gets its stand-in too, for as long as it is there', async () => {
  const { stateDir } = vault.stack;
  const folder = join(vault.folder, 'guest');
  const files = await makeClimate(folder);
  const told: string[] = [];
  const guest = await startGuest({
    ...files,
    name: 'Climate',
    vault: readStackState(stateDir),
    vaultDir: stateDir,
    stateDir: join(folder, '.nimbus'),
    tell: (line) => void told.push(line),
  });
  const line = told.find((each) => each.startsWith('Climate does not call its outside system')) ?? '';
  const [url = ''] = /http:[^ ]+\d/.exec(line) ?? [];
  expect(await (await fetch(`${url}/towns/Rome`)).json()).toEqual({ weather: 'rain in Rome' });
  expect(told).toContain('Climate is ready.');
  await guest.stop();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
