import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bookmarksSdl, coreSdl, startBookmarks, startCore } from '../tests/library.ts';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const shared = '{ viewer { username shared } }';
const coreOnly = '{ viewer { username } }';
const thief = bookmarksSdl.replace('shared: [String!]', 'shared: [String!]\n  username: String!');

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let gateway: TestGateway | undefined;

beforeEach(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startBookmarks()]);
});

afterEach(async () => {
  await gateway?.stop();
  await Promise.all([core.stop(), bookmarks.stop()]);
  gateway = undefined;
});

async function start(changes: Parameters<typeof startTestGateway>[0] = {}): Promise<TestGateway> {
  gateway = await startTestGateway({ ...library(core, bookmarks), ...changes });
  return gateway;
}

interface Readiness {
  readonly status: string;
  readonly serving: string[];
  readonly refused: { name: string; faults: string[] }[];
}

async function readiness({ url }: TestGateway): Promise<Readiness> {
  return (await (await fetch(`${url}/health/ready`)).json()) as Readiness;
}

function becomes(running: TestGateway, expected: Partial<Readiness>) {
  return vi.waitFor(async () => expect(await readiness(running)).toMatchObject(expected), {
    timeout: 30_000,
    interval: 50,
  });
}

/** Sends requests without a pause until it is stopped, and reports the failed ones. */
function askUntil(running: TestGateway, stopped: AbortSignal): Promise<unknown[]> {
  const asker = async () => {
    const bad: unknown[] = [];
    while (!stopped.aborted) {
      const answer = await running.query(coreOnly);
      if (answer.errors) bad.push(answer);
    }
    return bad;
  };
  return Promise.all(Array.from({ length: 8 }, asker)).then((lists) => lists.flat());
}

describe('while the gateway runs', () => {
  test('plugins come and go without a failed request', async () => {
    const running = await start();
    const enough = new AbortController();
    const load = askUntil(running, enough.signal);
    for (let round = 0; round < 3; round += 1) {
      running.activate();
      await becomes(running, { serving: ['Core'] });
      expect((await running.query(shared)).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      running.activate('Bookmarks');
      await becomes(running, { serving: ['Core', 'Bookmarks'] });
      expect(await running.query(shared)).toMatchObject({
        data: { viewer: { shared: ['https://example.com/a'] } },
      });
    }
    enough.abort();
    expect(await load).toEqual([]);
  });

  test('a schema that does not compose is refused and named until it is fixed', async () => {
    const running = await start();
    running.write('Bookmarks.graphql', thief);
    await becomes(running, {
      status: 'ready',
      refused: [{ name: 'Bookmarks', faults: [expect.stringContaining('User.username')] as never }],
    });
    expect((await running.query(shared)).errors).toBeUndefined();
    running.write('Bookmarks.graphql', bookmarksSdl.replace('bookmarks:', 'links:'));
    await becomes(running, { refused: [] });
    expect((await running.query('{ bookmarks }')).errors).toHaveLength(1);
  });

  test('half-written files are read once they are complete', async () => {
    const running = await start();
    running.write('vault-settings.json', '{ "Base": { "active_plu');
    await becomes(running, {
      refused: [{ name: 'vault-settings.json', faults: expect.anything() as never }],
    });
    running.write('supergraph.yaml', 'subgraphs: [');
    expect((await running.query(shared)).errors).toBeUndefined();
    running.activate();
    await becomes(running, { refused: [{ name: 'supergraph.yaml', faults: expect.anything() as never }] });
    expect((await running.query(shared)).errors).toBeUndefined();
  });

  test('a plugin without an entry in supergraph.yaml is refused', async () => {
    const running = await start();
    running.activate('Bookmarks', 'Unheard');
    await becomes(running, {
      serving: ['Core', 'Bookmarks'],
      refused: [{ name: 'Unheard', faults: [expect.stringContaining('no entry for it')] as never }],
    });
  });

  test('a plugin that is activated before it runs is served once it runs', async () => {
    const running = await start();
    running.activate();
    await becomes(running, { serving: ['Core'] });
    await bookmarks.stop();
    running.activate('Bookmarks');
    await sleep(700);
    expect(await readiness(running)).toMatchObject({ serving: ['Core'], refused: [] });
    bookmarks = await startBookmarks(Number(new URL(bookmarks.url).port));
    await becomes(running, { serving: ['Core', 'Bookmarks'] });
    expect((await running.query(shared)).errors).toBeUndefined();
  });

  test('a plugin may be down all the time', async () => {
    const running = await start({ Bookmarks: { url: 'http://127.0.0.1:1/graphql', sdl: bookmarksSdl } });
    const { data, errors } = await running.query(shared);
    expect(data).toEqual({ viewer: { username: 'ada', shared: null } });
    expect(errors).toHaveLength(1);
  });

  test('a stop waits for requests in flight', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const slow = await startHttp(
      (request, response) => void request.resume().on('end', () => asked.resolve(response)),
    );
    const running = await start({ Bookmarks: { url: slow.url, sdl: bookmarksSdl } });
    const answer = running.query('{ bookmarks }');
    const response = await asked.promise;
    const stopped = running.stop();
    gateway = undefined;
    response.end('{"data":{"bookmarks":["late"]}}');
    expect(await answer).toEqual({ data: { bookmarks: ['late'] } });
    await stopped;
    await slow.stop();
  });
});

describe('at boot', () => {
  test('a plugin that does not compose is left out', async () => {
    const running = await start({ Bookmarks: { url: bookmarks.url, sdl: thief } });
    expect(await readiness(running)).toMatchObject({ serving: ['Core'], refused: [{ name: 'Bookmarks' }] });
    expect(await running.query(coreOnly)).toEqual({ data: { viewer: { username: 'ada' } } });
  });

  test('a plugin without an address is left out', async () => {
    const running = await start({ Bookmarks: { url: '${env.NOWHERE}', sdl: bookmarksSdl } });
    expect((await readiness(running)).refused).toEqual([
      {
        name: 'Bookmarks',
        faults: [
          'The routing_url of Bookmarks is not a URL. Set the environment variable that it refers to, or start the plugin.',
        ],
      },
    ]);
  });

  test('a core that does not compose stops the start with the reason', async () => {
    const broken = { url: core.url, sdl: coreSdl.replace('viewer: User', 'viewer: Nobody') };
    await expect(start({ Core: broken })).rejects.toMatchObject({
      code: 'COMPOSITION_FAILED',
      message: expect.stringContaining('Nobody') as string,
    });
  });
});
