import { randomUUIDv7 } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBroker } from '../broker/broker.ts';
import { entries, Ledger, noted, stubbornness } from '@nimbusvault/testing/fixtures/Ledger';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';

let ledger: StartedPlugin;
let nats: NatsConnection;
beforeAll(async () => {
  ledger = await startPlugin(Ledger);
  nats = await connectBroker(ledger.servers.natsUrl, 'test');
});
afterAll(async () => {
  await nats.close();
  await ledger[Symbol.asyncDispose]();
});

async function textsOf(org: string): Promise<string[]> {
  const { rows } = await entries.filter({ first: 100 }, ledger.opened.vaultFor(org));
  return rows.map(({ text }) => text).toSorted();
}

interface Forged {
  readonly org: string;
  readonly subjectOrg?: string;
  readonly source?: string;
  /** The plugin that the subject names. */
  readonly sender?: string;
  readonly id?: string;
  readonly type?: string;
  readonly time?: string;
  readonly body?: string;
}

/** Publishes straight to the stream, as the relay does, and as it never would. */
async function publish({ org, subjectOrg = org, source = 'Ledger', sender = source, ...given }: Forged) {
  const { body = '{"text":"hi"}' } = given;
  const honest = { id: randomUUIDv7(), type: 'ledger.noted.v1', time: new Date().toISOString() };
  const envelope = headers();
  for (const [name, value] of Object.entries({
    ...honest,
    ...given,
    org,
    source: `/${source}`,
    actor: '',
    requestid: 'r',
  }))
    envelope.set(`ce-${name}`, value);
  await jetstream(nats).publish(`vault.${subjectOrg}.hook.${sender}.ledger.noted`, body, {
    headers: envelope,
  });
}

/** Everything published before has been handled once a later event of its own org has. */
async function settled(): Promise<void> {
  const org = `settled-${randomUUIDv7()}`;
  await ledger.fire(noted, { text: 'end' }, org);
  await eventually(async () => (await textsOf(org)).length === 2);
}

const both = ['stubborn heard hi', 'willing heard hi'];

test('an event that comes twice takes effect once', async () => {
  const twice = { org: 'twice', id: randomUUIDv7() };
  await publish(twice);
  await publish(twice);
  await eventually(async () => (await textsOf('twice')).length === 2);
  await settled();
  expect(await textsOf('twice')).toEqual(both);
});

test('a handler that throws is retried and affects no other', async () => {
  stubbornness.left = 2;
  await ledger.fire(noted, { text: 'hi' }, 'throwing');
  await eventually(async () => (await textsOf('throwing')).includes('willing heard hi'));
  expect(await textsOf('throwing')).toEqual(['willing heard hi']);
  await eventually(async () => (await textsOf('throwing')).length === 2);
  expect(await textsOf('throwing')).toEqual(both);
});

test.each<[string, Forged]>([
  ['speaks for another org than its subject', { org: 'other', subjectOrg: 'forged' }],
  ['has another sender than its subject', { org: 'forged', sender: 'Teller' }],
  ['is a hook of that name of another plugin', { org: 'forged', source: 'Teller' }],
  ['carries no event id', { org: 'forged', id: 'none' }],
  ['is of a version that nobody handles', { org: 'forged', type: 'ledger.noted.v2' }],
  ['is older than the plugin', { org: 'forged', time: '2020-01-01T00:00:00.000Z' }],
])('a message that %s has no effect and blocks nothing', async (_, message) => {
  await publish(message);
  await settled();
  expect(await textsOf('forged')).toEqual([]);
  expect(await textsOf('other')).toEqual([]);
});

test('a payload that its hook does not allow has no effect and blocks nothing', async () => {
  await publish({ org: 'poison', body: '{"text":7}' });
  await publish({ org: 'poison', body: 'not json' });
  await settled();
  expect(await textsOf('poison')).toEqual([]);
});
