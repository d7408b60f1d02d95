import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gql } from 'graphql-tag';
import { z } from 'zod';
import { defineOperation } from '@nimbusvault/sdk';
import { definePlugin } from '@nimbusvault/sdk/internal';
import type { HostedVault, Vault } from '@nimbusvault/sdk/kernel';
import { openInMemory } from '@nimbusvault/testing';
import { makeServiceKey } from '../http/serviceToken.ts';
import { openGraphClient, type GraphClient } from './graphClient.ts';

const create = defineOperation({
  document: gql`
    mutation Create($title: String!) {
      createDocument(input: { title: $title }) {
        id
      }
    }
  `,
  variables: z.object({ title: z.string() }),
  data: z.object({ ok: z.boolean() }),
});
const Importer = definePlugin({
  name: 'Importer',
  graph: { role: 'member', operations: [create] },
});

const nothing = async () => {};
const runNamed = (title: string, vault: Vault) => create.run({ title }, vault, { key: `file ${title}` });

let gateway: Server;
let client: GraphClient;
let keys: string[] = [];
beforeAll(async () => {
  gateway = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']));
    void json(request).then(() => response.end('{"data":{"ok":true}}'));
  });
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/graphql`;
  client = openGraphClient(Importer, await makeServiceKey());
  const known = Promise.resolve();
  client.connect({ id: 'one', known, gatewayUrls: async () => [url], leave: nothing, end: nothing });
});
afterAll(() => gateway.close());
beforeEach(() => {
  keys = [];
});

/** A vault in which a message is handled; each try of the message has its own. */
function handle(messageId: string, checkpoints?: () => number): Vault {
  const vault: HostedVault = openInMemory(Importer).vaultFor({ org: 'acme', userId: null, roles: [] });
  return {
    ...vault,
    handling: {
      messageId,
      handler: 'import',
      time: new Date(),
      get checkpoints() {
        return checkpoints?.();
      },
    },
    queryGraph: client.queryGraph,
  } as Vault;
}

test('two equal mutations of one message are two, and each keeps its key when the message is tried again', async () => {
  for (const vault of [handle('m1'), handle('m1')])
    for (const title of ['readme.txt', 'readme.txt', 'notes.txt']) await create.run({ title }, vault);
  expect(new Set(keys.slice(0, 3)).size).toBe(3);
  expect(keys.slice(3)).toEqual(keys.slice(0, 3));
});

test('a mutation with a key of its own keeps it, whichever order the calls come in', async () => {
  const [one, other] = [handle('m2'), handle('m2')];
  await runNamed('a.txt', one);
  await runNamed('b.txt', one);
  await runNamed('b.txt', other);
  await runNamed('a.txt', other);
  expect(keys[3]).toBe(keys[0]);
  expect(keys[2]).toBe(keys[1]);
  expect(keys[0]).not.toBe(keys[1]);
});

test('a mutation that is done once has the same key in every message', async () => {
  for (const vault of [handle('m5'), handle('m6')])
    await create.run({ title: 'A' }, vault, { once: 'file 1' });
  await create.run({ title: 'A' }, handle('m5'), { once: 'file 2' });
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('the same calls of another message have other keys', async () => {
  await create.run({ title: 'readme.txt' }, handle('m3'));
  await create.run({ title: 'readme.txt' }, handle('m4'));
  expect(keys[0]).not.toBe(keys[1]);
});

test('equal mutations are counted from the newest checkpoint on, from where a retry goes on', async () => {
  let checkpoints = 0;
  const first = handle('m5', () => checkpoints);
  await create.run({ title: 'readme.txt' }, first);
  checkpoints = 1;
  await create.run({ title: 'readme.txt' }, first);
  await create.run(
    { title: 'readme.txt' },
    handle('m5', () => 1),
  );
  expect(keys[1]).not.toBe(keys[0]);
  expect(keys[2]).toBe(keys[1]);
});
