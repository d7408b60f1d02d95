import { Permanent } from '@nimbusvault/sdk';
import { openInMemory, startVendor, testTask, withGraph, type Vendor } from '@nimbusvault/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendCard } from '../bll/cards/mutations.ts';
import { makeRoutes } from '../standIn/server.ts';
import { Teams } from '../Teams.ts';

const ada = '00000000-0000-4000-8000-0000000000a1';
const entityId = '00000000-0000-4000-8000-0000000000d1';
const id = '00000000-0000-4000-8000-0000000000b1';
const created = { event: 'created', entityType: 'Document', entityId } as const;
const stuck = {
  event: 'stuck',
  run: id,
  plugin: 'Mail',
  workflow: 'send-mail',
  step: 'ask',
  code: null,
} as const;
const dead = { event: 'dead', letter: id, plugin: 'Mail', handler: 'send', code: 'NOT_FOUND' } as const;
const pathOf = (workflow: string) => `/workflows/${workflow}/triggers/manual/paths/invoke?sig=hidden-key`;

let vendor: Vendor;
beforeEach(async () => {
  vendor = await startVendor(makeRoutes());
});
afterEach(() => vendor[Symbol.asyncDispose]());

interface Given {
  readonly settings?: object;
  readonly organization?: object;
  readonly outside?: readonly string[];
  readonly at?: Date;
  readonly by?: string | null;
}

/** One try of the task, and the number of requests that vault.http has sent in it. */
async function send(news: Parameters<typeof sendCard.enqueue>[0]['news'], given: Given = {}) {
  const {
    settings,
    organization = { webhook: `${vendor.url}${pathOf('news')}` },
    outside = [vendor.host],
  } = given;
  const memory = openInMemory(
    Teams,
    { frontend: 'https://vault.example/', ...settings },
    { outside, organizationSettings: organization },
  );
  const sent: object[] = [];
  const count = (fields: object) => void sent.push(fields);
  const log = { debug() {}, info: count, warn: count, error() {} };
  const vault = memory.vaultFor({ org: 'acme', userId: ada, roles: [] });
  const graph = withGraph({ ...vault, log }, async ({ variables }) => ({
    nodes: (variables as { ids: string[] }).ids.map((each) => named[each] ?? null),
  }));
  const payload = { news, at: (given.at ?? new Date()).toISOString(), by: given.by ?? null };
  const { error } = await testTask(sendCard, { payload, vault: graph });
  return { error: error as { code?: string; retryAfterMs?: number; message?: string } | undefined, sent };
}

const named: Readonly<Record<string, object>> = {
  [entityId]: { id: entityId, title: 'Plan [win](https://evil.example)\n*now*' },
  [ada]: { id: ada, username: 'ada' },
};

const cards = async () =>
  (await (await fetch(`${vendor.url}/cards`)).json()) as { workflow: string; card: object }[];
const postsTo = () => vendor.requests.filter(({ method }) => method === 'POST');

test.each([
  [created, 'Document created: Plan \\[win\\]\\(https://evil.example\\) \\*now\\*', `entity/${entityId}`],
  [
    { ...created, event: 'archived' } as const,
    'Document archived: Plan \\[win\\]\\(https://evil.example\\) \\*now\\*',
    `entity/${entityId}`,
  ],
  [{ ...created, event: 'deleted' } as const, 'Document deleted', `entity/${entityId}`],
  [stuck, 'A run of send-mail in Mail is stuck', `run/${id}`],
  [dead, 'Mail has given up send', `letter/${id}`],
])('%o is a card that says who did it and links back', async (news, title, path) => {
  const { error, sent } = await send(news, { by: ada });
  expect(error).toBeUndefined();
  const [{ workflow, card } = { workflow: '', card: {} }] = await cards();
  expect(workflow).toBe('news');
  expect(card).toMatchObject({
    type: 'AdaptiveCard',
    body: [{ text: title }, { type: 'FactSet' }],
    actions: [{ type: 'Action.OpenUrl', url: `https://vault.example/${path}` }],
  });
  expect(JSON.stringify(card)).toContain('{"title":"By","value":"ada"}');
  expect([sent.length, postsTo().length]).toEqual([1, 1]);
});

test('of what no longer exists the card has the id', async () => {
  const entity = '00000000-0000-4000-8000-0000000000d9';
  await send({ ...created, entityId: entity });
  expect(JSON.stringify(await cards())).toContain(`{"title":"Id","value":"${entity}"}`);
});

test('a busy workflow says when it may be called again, and is not called before', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => send(stuck)));
  const refused = all.filter(({ error }) => error !== undefined);
  expect(refused.map(({ error }) => [error?.code, error?.retryAfterMs])).toEqual(
    refused.map(() => ['OUTSIDE_UNAVAILABLE', 1_000]),
  );
  expect(refused.length).toBeGreaterThan(0);
  expect(postsTo()).toHaveLength(all.flatMap(({ sent }) => sent).length);
  expect(await cards()).toHaveLength(all.length - refused.length);
});

test.each([
  ['is gone', pathOf('gone'), /status 404.*configureTeams/],
  ['has another signature', pathOf('news').replace('?sig=', '?key='), /status 401/],
])('a workflow that %s is a final error without its URL', async (_, path, message) => {
  const { error, sent } = await send(stuck, { organization: { webhook: `${vendor.url}${path}` } });
  expect(error).toBeInstanceOf(Permanent);
  expect(error?.message).toMatch(message);
  expect(`${error?.message}${JSON.stringify(sent)}`).not.toContain('hidden-key');
  expect(postsTo()).toHaveLength(1);
});

test.each<[what: string, routes: Parameters<typeof startVendor>[0], code: string]>([
  ['fails', { 'POST /hook': () => new Response('<html>', { status: 502 }) }, 'OUTSIDE_UNAVAILABLE'],
  [
    'is behind a page',
    {
      'POST /hook': () =>
        new Response('<html>Sorry', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
    },
    'OUTSIDE_ANSWER_INVALID',
  ],
  ['hangs up', { 'POST /hook': () => Promise.reject(new Error('cut')) }, 'OUTSIDE_UNAVAILABLE'],
  [
    'leads to this machine',
    { 'POST /hook': () => new Response(null, { status: 307, headers: { location: `${vendor.url}/` } }) },
    'OUTSIDE_REFUSED',
  ],
])('a workflow that %s is called once in a try', async (_, routes, code) => {
  await using broken = await startVendor(routes);
  const { error } = await send(stuck, {
    organization: { webhook: `${broken.url}/hook` },
    outside: [broken.host],
  });
  expect(error).toMatchObject({ code });
  expect(broken.requests).toHaveLength(1);
});

test('a webhook within the private network is refused', async () => {
  const { error } = await send(stuck, { outside: [] });
  expect(error).toMatchObject({ code: 'OUTSIDE_REFUSED' });
  expect(postsTo()).toEqual([]);
});

interface Choice {
  readonly vault?: 'default';
  readonly own?: 'own';
  readonly events?: readonly string[];
}

test.each<[what: string, choice: Choice, workflows: readonly string[]]>([
  ['chosen nothing and entered nothing', {}, []],
  ['entered nothing, where the vault has a workflow', { vault: 'default' }, []],
  ['chosen the event, where the vault has a workflow', { vault: 'default', events: ['stuck'] }, ['default']],
  ['chosen the event, where nobody has a workflow', { events: ['stuck'] }, []],
  ['chosen another event', { vault: 'default', own: 'own', events: ['created'] }, []],
  ['a workflow of its own', { vault: 'default', own: 'own', events: ['stuck'] }, ['own']],
])('an organization that has %s', async (_, { vault, own, events }, workflows) => {
  const { error } = await send(stuck, {
    settings: vault ? { webhook: vendor.url } : {},
    organization: {
      ...(own ? { webhook: `${vendor.url}${pathOf(own)}` } : {}),
      ...(events ? { events } : {}),
    },
  });
  expect(error).toBeUndefined();
  expect((await cards()).map(({ workflow }) => workflow)).toEqual(workflows);
});

test('news of yesterday are no news', async () => {
  const { error } = await send(stuck, { at: new Date(Date.now() - 25 * 60 * 60 * 1000) });
  expect(error).toBeUndefined();
  expect(postsTo()).toEqual([]);
});
