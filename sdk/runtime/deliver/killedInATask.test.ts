import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runWorkflow } from '@nimbusvault/sdk/internal';
import { migrate } from '../database/migrate.ts';
import { openPlugin, type OpenedPlugin } from '../database/openPlugin.ts';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { grind, grindLater, Mill, sacks } from '@nimbusvault/testing/fixtures/Mill';
import { eventually } from '@nimbusvault/testing';

const program = fileURLToPath(import.meta.resolve('@nimbusvault/testing/fixtures/serveMill'));
const { publicKey } = generateKeyPairSync('ed25519');

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-killed-'));
const settingsFile = join(folder, 'vault-settings.json');
let servers: RunningServers;
let databaseUrl: string;
let opened: OpenedPlugin;
beforeAll(async () => {
  servers = await takeServers();
  const runtime = new URL(servers.databaseUrl);
  runtime.username = 'vault_mill';
  runtime.password = 'in-a-task';
  databaseUrl = runtime.href;
  writeFileSync(settingsFile, '{ "Base": {} }');
  await migrate(Mill, { owner: servers.databaseUrl, runtime: databaseUrl });
  opened = await openPlugin(Mill, { databaseUrl, settingsFile });
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await servers.stop();
  rmSync(folder, { recursive: true });
});

/** A process that serves the Mill; with its gate closed a task that dawdles never ends there. */
async function serve(gate: 'open' | 'closed', natsUrl = servers.natsUrl): Promise<ChildProcess> {
  const env = {
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    NIMBUS_SETTINGS: settingsFile,
    NIMBUS_ASSERTION_PUBLIC_KEY: JSON.stringify(publicKey.export({ format: 'jwk' })),
    MILL_GATE: gate,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  child.kill(signal);
  await once(child, 'close');
  return child.exitCode;
}

async function enqueue(org: string, mood: 'well' | 'dawdle' | 'linger'): Promise<string> {
  const input = { text: 'rye', mood, refused: false };
  return (await runWorkflow(grindLater, input, opened.vaultFor(org))) as string;
}

/** A way to the broker that can be cut. */
async function openWay(): Promise<{ url: string; cut(): void; [Symbol.asyncDispose](): Promise<void> }> {
  const url = new URL(servers.natsUrl);
  const [port, sockets] = [Number(url.port), new Set<Socket>()];
  const server = createServer((socket) => {
    const onward = connect(port, url.hostname);
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) each.on('error', () => {});
    sockets.add(socket).add(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    cut();
    await once(server.close(), 'close');
  };
  return { url: url.href, cut, [Symbol.asyncDispose]: close };
}

async function become(state: string, id: string, org: string): Promise<void> {
  const isSo = async () => (await grind.find(id, opened.vaultFor(org)))?.state === state;
  await eventually(isSo, 20_000);
}

test.each([
  ['killed', 'SIGKILL', null],
  ['stopped', 'SIGTERM', 0],
] as const)(
  'a task whose process is %s runs again elsewhere, and takes effect once',
  async (org, signal, code) => {
    const first = await serve('closed');
    const id = await enqueue(org, 'dawdle');
    await become('running', id, org);
    expect(await end(first, signal)).toBe(code);
    await become('waiting', id, org);
    const second = await serve('open');
    await become('done', id, org);
    await end(second, 'SIGTERM');
    expect((await sacks.filter({ first: 9 }, opened.vaultFor(org))).rows).toMatchObject([{ text: 'rye' }]);
    const progress = { done: 4, total: 4 };
    expect(await grind.find(id, opened.vaultFor(org))).toMatchObject({ attempts: 0, error: null, progress });
  },
);

test('a task that heeds its signal is with another process at once when its own stops', async () => {
  const first = await serve('open');
  const id = await enqueue('handed-on', 'linger');
  await become('running', id, 'handed-on');
  const second = await serve('open');
  const asked = Date.now();
  expect(await end(first, 'SIGTERM')).toBe(0);
  await become('running', id, 'handed-on');
  expect(Date.now() - asked).toBeLessThan(3_000);
  expect(await end(second, 'SIGTERM')).toBe(0);
  expect(await grind.find(id, opened.vaultFor('handed-on'))).toMatchObject({ state: 'waiting', attempts: 0 });
});

test('a task that outlives the connection to the broker holds up nothing, and takes effect once', async () => {
  await using way = await openWay();
  const process = await serve('closed', way.url);
  const long = await enqueue('cut', 'dawdle');
  await become('running', long, 'cut');
  way.cut();
  const short = await enqueue('cut', 'well');
  await become('done', short, 'cut');
  expect(await grind.find(long, opened.vaultFor('cut'))).toMatchObject({ state: 'running' });
  process.send('open');
  await become('done', long, 'cut');
  expect((await sacks.filter({ first: 9 }, opened.vaultFor('cut'))).rows).toHaveLength(2);
  expect(await grind.find(long, opened.vaultFor('cut'))).toMatchObject({ attempts: 0 });
  expect(await end(process, 'SIGTERM')).toBe(0);
});
