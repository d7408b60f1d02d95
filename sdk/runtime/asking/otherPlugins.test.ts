import { generateKeyPairSync, randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { definePlugin, defineAsk, type Objection } from '@nimbusvault/sdk/internal';
import { createOtherPlugins } from './otherPlugins.ts';
import { connectBroker, openBroker } from '../broker/broker.ts';
import { openStore } from '../broker/store.ts';
import { migrate } from '../database/migrate.ts';
import { serveSubgraph } from '../serveSubgraph.ts';
import type { Running } from '../process/lifecycle.ts';
import { Council, councillor, lenient, strict } from '@nimbusvault/testing/fixtures/Council';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
const mutation = `mutation ($topic: String!, $strict: Boolean!) { decide(topic: $topic, strict: $strict) { plugin message } }`;

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-asking-'));
const settingsFile = join(folder, 'vault-settings.json');
let council: StartedPlugin;
let nats: NatsConnection;
beforeAll(async () => {
  writeFileSync(settingsFile, '{ "Base": {} }');
  council = await startPlugin(Council);
  nats = await connectBroker(council.servers.natsUrl, 'test');
});
afterAll(async () => {
  await nats.close();
  await council[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function decide(topic: string, isStrict = false): Promise<readonly Objection[]> {
  const { data, errors } = await council.query(ada, mutation, { topic, strict: isStrict });
  expect(errors).toBeUndefined();
  return data.decide as readonly Objection[];
}

/** Another plugin on the same servers, in the given number of processes. */
async function seat(name: string): Promise<Running> {
  const plugin = councillor(name);
  const { databaseUrl: owner, natsUrl } = council.servers;
  const url = new URL(owner);
  Object.assign(url, { username: `vault_${plugin.schemaName}`, password: 'secret' });
  await migrate(plugin, { owner, runtime: url.href });
  const site = { host: '127.0.0.1', port: 0, databaseUrl: url.href, natsUrl, settingsFile };
  const { publicKey } = generateKeyPairSync('ed25519');
  return serveSubgraph(plugin, {
    ...site,
    logLevel: 'silent',
    assertionPublicKey: JSON.stringify(publicKey.export({ format: 'jwk' })),
  });
}

/** The messages that a bare client receives within 300 ms of its own question. */
async function putQuestion({ subjectOrg = 'acme', type = 'council.lenient.v1' }): Promise<Msg[]> {
  const envelope = headers();
  const attributes = {
    id: randomUUIDv7(),
    type,
    org: 'acme',
    actor: '',
    requestid: 'r',
    time: new Date().toISOString(),
    source: '/Council',
  };
  for (const [name, value] of Object.entries(attributes)) envelope.set(`ce-${name}`, value);
  const inbox = nats.subscribe(`vault.*.answer.Council.*.${attributes.id}`);
  const subject = `vault.${subjectOrg}.ask.Council.council.lenient`;
  nats.publish(subject, '{"topic":"all object"}', {
    headers: envelope,
    reply: 'vault.acme.operate.Core.Core',
  });
  setTimeout(() => inbox.unsubscribe(), 300);
  return Array.fromAsync(inbox);
}

const sourcesOf = (messages: readonly Msg[]) =>
  messages.map(({ subject }) => subject.split('.')[4] ?? '').toSorted();

const askOffline = (hook: typeof lenient) =>
  council.opened.transaction('acme', (vault) => hook.ask({ topic: 'all object' }, vault));

test('if no plugin answers, no question is sent', async () => {
  const asked: string[] = [];
  const inbox = nats.subscribe('vault.*.ask.>', { callback: (_, { subject }) => void asked.push(subject) });
  await nats.flush();
  expect(await decide('all object', true)).toEqual([]);
  await nats.flush();
  expect(asked).toEqual([]);
  inbox.unsubscribe();
});

test('in a process without a broker the meaning of silence decides', async () => {
  expect(await askOffline(lenient)).toEqual([]);
  expect(await askOffline(strict)).toEqual([
    { plugin: 'Council', message: expect.stringContaining('cannot reach the other plugins') },
  ]);
});

test('a question is asked in a transaction only', async () => {
  const asked = lenient.ask({ topic: 'all object' }, council.opened.vaultFor('acme'));
  await expect(asked).rejects.toMatchObject({ code: 'HOOK_OUTSIDE_TRANSACTION' });
});

test.each([0, 1.5, 10_001])('a timeout of %d ms is refused', (timeout) => {
  const define = () => defineAsk('a.question', 1, { question: z.object({}), timeout, onTimeout: 'allow' });
  expect(define).toThrow('from 1 to 10000');
});

test('a plugin has one answer per question', () => {
  const { hooks } = councillor('Twice');
  expect(() => definePlugin({ name: 'Twice', hooks: [...hooks, ...hooks] })).toThrow(
    'two handlers answer "council.lenient.v1"',
  );
});

describe('with two plugins that answer', () => {
  let amber: Running;
  let basil: Running;
  beforeAll(async () => {
    [amber, basil] = [await seat('Amber'), await seat('Basil')];
    await eventually(async () => (await decide('all object')).length === 2);
  });
  afterAll(async () => {
    await amber.stop();
    await basil.stop();
  });

  test('the caller receives every objection with its plugin', async () => {
    expect(await decide('nobody objects')).toEqual([]);
    expect(await decide('Basil object')).toEqual([{ plugin: 'Basil', message: 'Basil objects.' }]);
    const all = await decide('all object', true);
    expect(all.map(({ message }) => message).toSorted()).toEqual(['Amber objects.', 'Basil objects.']);
  });

  test('a plugin that answers knows the org and the user of the caller, and reads its own data', async () => {
    const [objection] = await decide('Amber tell');
    expect(objection?.message).toBe(`acme ${ada.userId} Amber 0`);
  });

  test('an endless objection is shortened', async () => {
    const [objection] = await decide('Amber endless', true);
    expect(objection?.message).toHaveLength(1_000);
  });

  test.each([
    ['throws', 'throw', 'failed to answer'],
    ['answers with an invalid objection', 'babble', 'failed to answer'],
    ['is slow', 'dawdle', 'did not answer'],
    ['writes', 'write', 'failed to answer'],
    ['fires a hook', 'fire', 'failed to answer'],
    ['asks in turn', 'ask', 'failed to answer'],
  ])('a plugin that %s counts as the question declares', async (_, mood, fault) => {
    expect(await decide(`Amber ${mood}`)).toEqual([]);
    expect(await decide(`Amber ${mood}`, true)).toEqual([
      { plugin: 'Amber', message: expect.stringMatching(`^Amber ${fault}, .*Try again`) },
    ]);
  });

  test('a handler that continues after its time cannot write either', async () => {
    expect(await decide('Amber linger')).toEqual([]);
    await pause(500);
    expect((await decide('Amber tell'))[0]?.message).toMatch(/ 0$/);
  });

  test('one of several processes of a plugin answers', async () => {
    const second = await seat('Amber');
    expect(sourcesOf(await putQuestion({}))).toEqual(['Amber', 'Basil']);
    await second.stop();
  });

  test('a question of another org than its subject, or of another version, is answered by nobody', async () => {
    expect(await putQuestion({ subjectOrg: 'globex' })).toHaveLength(0);
    expect(await putQuestion({ type: 'council.lenient.v2' })).toHaveLength(0);
  });

  test.each(['not json', '{"objection":""}', '{"objection":7}', `{"objection":"${'x'.repeat(20_000)}"}`])(
    'an invalid answer counts as the question declares (%#)',
    async (garbage) => {
      const bucket = await openStore(nats, 'vault-manifests');
      await bucket.put('Imposter', '{"answers":["council.lenient.v1","council.strict.v1"],"takesPart":[]}');
      const babble = (_: unknown, question: Msg) =>
        nats.publish(`vault.acme.answer.Council.Imposter.${question.headers?.get('ce-id')}`, garbage);
      const imposter = nats.subscribe('vault.*.ask.Council.council.*', { callback: babble });
      await eventually(async () => (await decide('quiet', true)).length === 1);
      expect((await decide('quiet', true))[0]?.message).toMatch(
        /^Imposter gave an answer that makes no sense/,
      );
      expect(await decide('Basil object')).toEqual([{ plugin: 'Basil', message: 'Basil objects.' }]);
      imposter.unsubscribe();
      await bucket.delete('Imposter');
      await eventually(async () => (await decide('quiet', true)).length === 0);
    },
  );

  test('keys that a newer version adds to its manifest and to its answer are ignored', async () => {
    const bucket = await openStore(nats, 'vault-manifests');
    await bucket.put('Newer', '{"answers":["council.lenient.v1"],"takesPart":[],"sings":["bass"]}');
    const answer = '{"objection":"Newer objects.","mood":"grim"}';
    const object = (_: unknown, { headers: asked }: Msg) =>
      nats.publish(`vault.acme.answer.Council.Newer.${asked?.get('ce-id')}`, answer);
    const newer = nats.subscribe('vault.*.ask.Council.council.*', { callback: object });
    await eventually(async () => (await decide('quiet')).length === 1);
    expect(await decide('quiet')).toEqual([{ plugin: 'Newer', message: 'Newer objects.' }]);
    newer.unsubscribe();
    await bucket.delete('Newer');
  });

  test('a deactivated plugin is no longer asked, and nobody is asked without a broker', async () => {
    const file = join(folder, 'active.json');
    writeFileSync(file, '{ "Base": { "active_plugins": ["Basil"] } }');
    const vault = council.opened.vaultFor('acme');
    const broker = await openBroker(council.servers.natsUrl, 'test');
    const otherPlugins = createOtherPlugins('Council', { source: file, log: vault.log });
    await otherPlugins.connect(broker, broker.lost);
    const data = { topic: 'all object' };
    const question = { hook: lenient.name, type: 'council.lenient.v1', data, timeout: 400 };
    const replies = await otherPlugins.ask(question, vault);
    expect(replies).toEqual([{ plugin: 'Basil', objection: 'Basil objects.' }]);
    const elsewhere = otherPlugins.operate({ verb: 'list-dead-letters' }, { ...vault, org: 'victim' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await broker.close();
    expect(await otherPlugins.ask(question, vault)).toEqual([
      { plugin: 'Council', fault: 'cannot reach the other plugins' },
    ]);
  });

  test('a plugin that is down is missed, and is asked again once it is back', async () => {
    await amber.stop();
    expect(await decide('Basil object')).toEqual([{ plugin: 'Basil', message: 'Basil objects.' }]);
    expect(await decide('nobody objects', true)).toEqual([
      { plugin: 'Amber', message: expect.stringContaining('did not answer') },
    ]);
    amber = await seat('Amber');
    expect(await decide('Amber object', true)).toEqual([{ plugin: 'Amber', message: 'Amber objects.' }]);
  });

  test('if all of them are down, nobody waits for the question to time out', async () => {
    await Promise.all([amber.stop(), basil.stop()]);
    vi.useFakeTimers({ toFake: ['setTimeout'] }); // the question would never time out
    onTestFinished(() => void vi.useRealTimers());
    expect(await decide('all object')).toEqual([]);
    expect(await decide('all object', true)).toHaveLength(2);
  });
});
