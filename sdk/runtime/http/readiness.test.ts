import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { gql } from 'graphql-tag';
import { definePlugin } from '@nimbusvault/sdk/internal';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { migrate } from '../index.ts';
import { serveSubgraph } from '../serveSubgraph.ts';
import type { Running } from '../process/lifecycle.ts';
import { assertionHeader, importAssertionKey, signAssertion } from './assertion.ts';

const Clock = definePlugin({
  name: 'Clock',
  typeDefs: gql`
    type Query {
      time: String
      again: [String]
    }
  `,
  resolvers: {
    Query: {
      time: (_: unknown, __: unknown, { em }: Vault) =>
        em
          .getConnection()
          .execute('select 1')
          .then(() => 'now'),
      again: () => ['now'],
    },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-ready-'));
const settingsFile = join(folder, 'vault-settings.json');
writeFileSync(settingsFile, JSON.stringify({ Base: {}, Clock: {} }));
const [ours, another] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const textOf = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));

let servers: RunningServers;
let subgraph: Running;
beforeAll(async () => {
  servers = await takeServers();
  const url = new URL(servers.databaseUrl);
  Object.assign(url, { username: 'vault_clock', password: 'a-password' });
  await migrate(Clock, { owner: servers.databaseUrl, runtime: url.href });
  subgraph = await serveSubgraph(Clock, {
    host: '127.0.0.1',
    port: 0,
    databaseUrl: url.href,
    natsUrl: servers.natsUrl,
    settingsFile,
    assertionPublicKey: textOf(ours.publicKey),
    logLevel: 'silent',
  });
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await subgraph.stop();
  await servers.stop();
  rmSync(folder, { recursive: true });
});

async function readiness() {
  const response = await fetch(new URL('/health/ready', subgraph.url));
  const { status, reasons } = (await response.json()) as { status: string; reasons: string[] };
  return { code: response.status, status, reasons: reasons.join(' ') };
}

const ready = { code: 200, status: 'ready', reasons: '' };

async function askWith(key: KeyObject, query = '{ __typename }'): Promise<Response> {
  const tenant = { org: 'acme', userId: null, roles: ['member'] } as const;
  const assertion = await signAssertion(tenant, Clock.name, await importAssertionKey(textOf(key)));
  const headers = { 'content-type': 'application/json', [assertionHeader]: assertion };
  return fetch(subgraph.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
}

test('a subgraph that refuses every assertion is not ready, and ready after one that it accepts', async () => {
  expect(await readiness()).toEqual(ready);
  for (let count = 0; count < 3; count += 1) expect((await askWith(another.privateKey)).status).toBe(401);
  expect(await readiness()).toMatchObject({
    code: 503,
    status: 'not ready',
    reasons: expect.stringContaining('NIMBUS_ASSERTION_PUBLIC_KEY'),
  });
  expect((await askWith(ours.privateKey)).status).toBe(200);
  for (let count = 0; count < 3; count += 1) await askWith(another.privateKey); // a stranger beside the gateway
  expect(await readiness()).toEqual(ready);
});

test('clocks that differ are named', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 });
  expect(await readiness()).toEqual({
    code: 200,
    status: 'degraded',
    reasons: expect.stringMatching(/clocks of this process and of PostgreSQL differ by (89|9\d) s/),
  });
});

test('a relay that has been stuck for a minute is named', async () => {
  await servers.find('nats').stop();
  const age = `update clock.outbox set created_at = now() - $1::interval where published_at is null`;
  await asOwner(leaveMessage);
  await asOwner(age, ['30 seconds']);
  expect(await readiness()).toEqual(ready);
  await asOwner(age, ['75 seconds']);
  expect(await readiness()).toEqual({
    code: 200,
    status: 'degraded',
    reasons: expect.stringMatching(/^A message has waited to reach NATS for (7[5-9]|8\d) s\.$/),
  });
  await servers.find('nats').start();
  await eventually(async () => (await readiness()).status === 'ready');
});

test('a subgraph whose database is away is not ready, and answers 503', async () => {
  expect((await askWith(ours.privateKey, '{ again }')).status).toBe(200); // the plugin is on for this organization
  await asOwner(`alter role vault_clock connection limit 0`);
  await asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vault_clock'`);
  await eventually(async () => (await readiness()).code === 503);
  expect(await readiness()).toMatchObject({ status: 'not ready', reasons: 'PostgreSQL does not answer.' });
  const answer = await askWith(ours.privateKey, '{ time }');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE' } }] });
  const part = await askWith(ours.privateKey, '{ time again }');
  expect([part.status, await part.json()]).toMatchObject([200, { data: { time: null, again: ['now'] } }]);
  await asOwner(`alter role vault_clock connection limit 50`);
  await eventually(async () => (await readiness()).status === 'ready');
});

const leaveMessage = `insert into clock.outbox (org, id, subject, type, request_id, data, created_at)
  values ('acme', gen_random_uuid(), 'vault.acme.hook.clock.tested', 'test', 'r', '{}', now())`;

async function asOwner(sql: string, values: readonly string[] = []): Promise<void> {
  const owner = new pg.Client({ connectionString: servers.databaseUrl });
  await owner.connect();
  await owner.query(sql, [...values]);
  await owner.end();
}
