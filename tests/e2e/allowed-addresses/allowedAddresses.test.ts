import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually, type TestOrg } from '@nimbusvault/testing';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readinessOf } from '../../support/anotherGateway.ts';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

let vault: OwnVault;
let admin: TestOrg['admin'];
let listener: Server;
let received = 0;
const endings: (() => Promise<void>)[] = [];

beforeAll(async () => {
  vault = await borrowVault();
  ({ admin } = await vault.makeOrg());
  listener = createServer((_, response) => {
    received += 1;
    response.setHeader('content-type', 'application/json').end('{"data":{"sharedBookmarks":null}}');
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
});
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});
afterAll(async () => {
  listener.closeAllConnections();
  listener.close();
  await vault[Symbol.asyncDispose]();
});

const here = (path: string) => `http://127.0.0.1:${(listener.address() as AddressInfo).port}${path}`;

/** Writes an instance into the registry every second with the NATS password of Bookmarks, as its own process does. */
async function announce(plugin: string, url: string): Promise<void> {
  const { stateDir, natsUrl } = vault.stack;
  const { brokers } = JSON.parse(readFileSync(join(stateDir, 'secrets.json'), 'utf8')) as {
    brokers: Record<string, string>;
  };
  const credentials = { user: 'Bookmarks', pass: brokers['Bookmarks'], inboxPrefix: '_INBOX_Bookmarks' };
  const connection = await connect({ servers: new URL(natsUrl).host, ...credentials });
  await keepSaying(connection, { plugin, url, hash: await hashOf(plugin), under: 'Bookmarks' });
}

interface Announced {
  readonly plugin: string;
  readonly url: string;
  readonly hash: string;
  readonly under: string;
}

async function keepSaying(connection: NatsConnection, announced: Announced): Promise<void> {
  const { under, ...instance } = announced;
  const client = jetstream(connection, { checkAPI: false });
  const id = randomUUID();
  const entry = JSON.stringify({ ...instance, id, since: Date.now() });
  const say = () => client.publish(`$KV.vault-registry.instance.${under}.${id}`, entry);
  await say();
  const beat = setInterval(() => void say().catch(() => {}), 1_000);
  endings.push(async () => {
    clearInterval(beat);
    await connection.close();
  });
}

/** The hash of the schema that a plugin runs. */
async function hashOf(plugin: string): Promise<string> {
  const { stdout } = await vault.nimbus('registry', '--json');
  const { plugins } = JSON.parse(stdout) as {
    plugins: { name: string; instances: { hash: string }[] }[];
  };
  return plugins.find(({ name }) => name === plugin)?.instances[0]?.hash ?? '';
}

function reported(): readonly string[] {
  const log = readFileSync(join(vault.stack.stateDir, 'logs/gateway.log'), 'utf8');
  return log.split('\n').filter((line) => line.includes('ADDRESS_NOT_ALLOWED'));
}

function askTwentyTimes(): Promise<readonly unknown[]> {
  const query = '{ viewer { username } sharedBookmarks { totalCount } }';
  return Promise.all(Array.from({ length: 20 }, () => admin.query(query)));
}

const whole = Array.from({ length: 20 }, () => ({
  data: { viewer: { username: 'ada' }, sharedBookmarks: { totalCount: 0 } },
}));

test('a plugin that announces a foreign address gets no request there, and operators see it', async () => {
  const url = here('/latest/meta-data/iam');
  await announce('Bookmarks', url);
  await eventually(async () => {
    expect(await askTwentyTimes()).toMatchObject(whole);
    const { refused } = await readinessOf(vault.stack.gatewayUrl);
    return refused.some(({ faults }) => faults.join().includes(url));
  });
  expect(received).toBe(0);
  expect(reported()).toHaveLength(1);
  const { stdout } = await vault.nimbus('registry');
  expect(stdout).toMatch(/^Bookmarks is refused: It gets no request at .*iam/m);
});

test('a plugin that announces itself as core is not believed', async () => {
  await announce('Core', here('/graphql'));
  await eventually(async () => {
    const log = readFileSync(join(vault.stack.stateDir, 'logs/gateway.log'), 'utf8');
    return log.includes('an invalid entry of the registry was passed over');
  });
  expect(await askTwentyTimes()).toMatchObject(whole);
  expect(received).toBe(0);
});

test('activate waits neither for an address that stays foreign, nor for a plugin that nobody expects', async () => {
  const url = here('/graphql');
  const { host, username: user, password: pass } = new URL(vault.stack.natsUrl);
  const stray = { plugin: 'Stray', url, hash: '0'.repeat(32), under: 'Stray' };
  await keepSaying(await connect({ servers: host, user, pass }), stray);
  const foreign = await vault.nimbus('activate', 'Stray');
  const typo = await vault.nimbus('activate', 'Bookmark');
  expect([foreign.code, foreign.stderr]).toEqual([
    1,
    expect.stringMatching(/does not allow that address.*Base\.addresses\.Stray.*\[ADDRESS_NOT_ALLOWED\]/),
  ]);
  expect([typo.code, typo.stderr]).toEqual([
    1,
    expect.stringMatching(/Bookmark is unknown.*Check the spelling/),
  ]);
  expect(foreign.stderr + typo.stderr).not.toContain('Waiting up to 60 s');
  expect(received).toBe(0);
});
