import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type Client } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const viewer = 'query Viewer { viewer { username } }';
const links = 'query Links($first: Int) { sharedBookmarks(first: $first) { totalCount } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (text: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } },
});
const seesAda = { data: { viewer: { username: 'ada' } } };

let vault: OwnVault;
let member: Client;
beforeAll(async () => {
  vault = await startOwnVault(({ Base, ...plugins }) => ({
    Base: { ...Base, documents: { mode: 'enforce' }, registry: { publish: 'by-command' } },
    ...plugins,
  }));
  member = await (await vault.makeOrg()).client(['member']);
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Writes a manifest as Apollo's generator does. */
function writeApollo(file: string, ...documents: readonly string[]): void {
  const operations = documents.map((body) => ({
    id: sha256(body),
    name: /query (\w+)/.exec(body)?.[1],
    type: 'query',
    body,
  }));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  writeFileSync(join(vault.folder, file), JSON.stringify(manifest));
}

async function ask(body: object, url = vault.stack.gatewayUrl): Promise<{ status: number; answer: unknown }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${member.token}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(new URL('/graphql', url), request);
  return { status: response.status, answer: await response.json() };
}

const refused = {
  status: 403,
  answer: {
    errors: [expect.objectContaining({ message: expect.stringContaining('nimbus documents publish') })],
  },
};

test('a registered document is answered by its hash alone; all others are refused', async () => {
  expect(await ask(byHash(viewer))).toMatchObject(refused);
  writeApollo('web.json', viewer, links);
  const publish = ['documents', 'publish', 'web.json', '--client', 'web', '--json'];
  expect(JSON.parse((await vault.nimbus(...publish)).stdout)).toEqual({ published: 2, unchanged: 0 });
  expect(JSON.parse((await vault.nimbus(...publish)).stdout)).toEqual({ published: 0, unchanged: 2 });
  await eventually(async () => (await ask(byHash(viewer))).status === 200);
  for (const request of [byHash(viewer), { documentId: sha256(viewer) }, { query: viewer }])
    expect(await ask(request)).toEqual({ status: 200, answer: seesAda });
  expect(await ask({ query: '{ viewer { id } }' })).toMatchObject(refused);
});

test('a map of hashes, as Relay and GraphQL Code Generator write it, is registered too', async () => {
  const map = join(vault.folder, 'relay.json');
  const totals = 'query Totals { users { totalCount } }';
  writeFileSync(map, JSON.stringify({ [sha256(totals)]: totals }));
  expect(await vault.nimbus('documents', 'publish', map)).toMatchObject({
    code: 0,
    stdout: 'Documents published: 1; published already: 0.\n',
  });
  await eventually(async () => (await ask(byHash(totals))).status === 200);
});

test('a manifest with an invalid document registers nothing', async () => {
  const good = 'query Good { viewer { id } }';
  writeApollo('bad.json', good, 'query Bad { viewer { shoeSize } }');
  expect(await vault.nimbus('documents', 'publish', 'bad.json')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /Bad: Cannot query field "shoeSize".*Nothing was published.*BAD_USER_INPUT/s,
    ),
  });
  expect(await ask(byHash(good))).toMatchObject(refused);
});

test('a gateway that starts without NATS answers the registered documents, and no others', async () => {
  const kept = join(vault.stack.stateDir, 'gateway.json');
  await eventually(async () => existsSync(`${kept}.documents`));
  await eventually(async () => readFileSync(`${kept}.documents`, 'utf8').includes('Totals'));
  const env = { NATS_URL: 'nats://127.0.0.1:1', NIMBUS_GATEWAY_STATE: kept };
  await using gateway = await startAnotherGateway(vault.stack, env);
  expect(await ask(byHash(viewer), gateway.url)).toEqual({ status: 200, answer: seesAda });
  expect(await ask({ query: '{ viewer { id } }' }, gateway.url)).toMatchObject(refused);
});

test('a registered document is listed, and refused from its removal until it is registered again', async () => {
  const leaky = 'query Leaky { users { edges { node { username } } } }';
  writeApollo('leaky.json', leaky);
  const publish = ['documents', 'publish', 'leaky.json', '--client', 'kiosk', '--by', 'ada'];
  expect((await vault.nimbus(...publish)).code).toBe(0);
  await eventually(async () => (await ask(byHash(leaky))).status === 200);
  const listed = async () =>
    (JSON.parse((await vault.nimbus('documents', 'list', '--json')).stdout) as { documents: object[] })
      .documents;
  expect(await listed()).toContainEqual(
    expect.objectContaining({ id: sha256(leaky), name: 'Leaky', client: 'kiosk', by: 'ada' }),
  );
  expect((await vault.nimbus('documents', 'list')).stdout).toMatch(/NAME .+\n(.*\n)*Leaky +kiosk +ada /);

  const remove = (...ids: readonly string[]) =>
    vault.nimbus('documents', 'remove', ...ids, '--by', 'ada', '--reason', 'it shows everybody');
  expect(await remove(sha256(leaky), 'nobody')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/registered as nobody\..*Nothing was removed.*NOT_FOUND/s),
  });
  expect((await ask(byHash(leaky))).status).toBe(200);
  expect(await remove(sha256(leaky))).toMatchObject({ code: 0, stdout: 'Documents removed: 1.\n' });
  await eventually(async () => (await ask(byHash(leaky))).status === 403);
  expect(await ask({ query: leaky })).toMatchObject(refused);
  expect((await ask(byHash(viewer))).status).toBe(200);
  expect(await listed()).not.toContainEqual(expect.objectContaining({ id: sha256(leaky) }));
  expect((await remove(sha256(leaky))).stderr).toContain('NOT_FOUND');
  const audit = await vault.nimbus('audit', '--json');
  expect(audit.stdout).toMatch(/documents\.removed.*it shows everybody/s);

  expect((await vault.nimbus(...publish)).stdout).toContain('Documents published: 1');
  await eventually(async () => (await ask({ query: leaky })).status === 200);
});

test('a change that breaks a registered document is refused, even if no client has sent it yet', async () => {
  const { code, stdout } = await vault.nimbus('check', '--delete', 'Bookmarks');
  expect(code).toBe(1);
  expect(stdout).toContain('Links is a trusted document of web, and would become invalid [SCHEMA_BREAKS]');
});
