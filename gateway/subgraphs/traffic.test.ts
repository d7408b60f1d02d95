import type { IncomingMessage, ServerResponse } from 'node:http';
import { composeSupergraph } from '@nimbusvault/graph';
import { afterEach, expect, test } from 'vitest';
import type { Gateway } from '../index.ts';
import { coreSdl } from '../tests/library.ts';
import { serveHere } from '../tests/serveHere.ts';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import type { TestAnswer } from '../tests/startTestGateway.ts';

const linked = '@link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const sdl = `extend schema ${linked} type Query { word: String } type Mutation { write: String }`;

let open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.toReversed()) await each.stop();
  open = [];
});

/** An instance that answers with its name, unless it has another answer. */
async function startInstance(name: string): Promise<TestSubgraph & { bodies: string[] }> {
  const bodies: string[] = [];
  const read = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push((await Array.fromAsync(request)).join(''));
    answer(response, name);
  };
  const instance = await startHttp((request, response) => void read(request, response));
  const all = { ...instance, bodies };
  open.push(all);
  return all;
}

async function startHolding(): Promise<TestSubgraph & { held: ServerResponse[] }> {
  const held: ServerResponse[] = [];
  const instance = await startHttp((request, response) => {
    request.resume().on('end', () => held.push(response));
  });
  const all = { ...instance, held };
  open.push(all);
  return all;
}

async function serve(...urls: readonly string[]): Promise<Gateway> {
  const { supergraphSdl = '' } = composeSupergraph([
    { name: 'Core', url: 'http://127.0.0.1:1/graphql', sdl: coreSdl },
    { name: 'Words', url: urls.join(' '), sdl },
  ]);
  const gateway = await serveHere(supergraphSdl);
  open.push(gateway);
  return gateway;
}

async function ask({ url }: Gateway, query = '{ word }', authorization?: string): Promise<TestAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as TestAnswer;
}

/** Resolves once the subgraph has received this many requests. */
async function until(count: number, { held }: { readonly held: readonly ServerResponse[] }): Promise<void> {
  while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

function answer(response: ServerResponse | undefined, word: string): void {
  response?.end(JSON.stringify({ data: { word, write: word } }));
}

test('instances are called in turn, and an unreachable one is not called', async () => {
  const [one, two] = [await startInstance('one'), await startInstance('two')];
  const gateway = await serve(one.url, two.url);
  const words = async (count: number) => {
    const answers: unknown[] = [];
    for (let asked = 0; asked < count; asked += 1) answers.push((await ask(gateway)).data);
    return answers;
  };
  expect(await words(4)).toEqual(['one', 'two', 'one', 'two'].map((word) => ({ word })));
  await one.stop();
  open = open.filter((each) => each !== one);
  expect(await words(4)).toEqual(Array.from({ length: 4 }, () => ({ word: 'two' })));
});

test('a mutation goes on to the next instance where a connection is refused, and is done once', async () => {
  const three = [await startInstance('one'), await startInstance('two'), await startInstance('three')];
  const gateway = await serve(...three.map(({ url }) => url));
  const [one, two, last] = three;
  await Promise.all([one?.stop(), two?.stop()]);
  open = open.filter((each) => each !== one && each !== two);
  for (let asked = 0; asked < 3; asked += 1)
    expect(await ask(gateway, 'mutation { write }')).toEqual({ data: { write: 'three' } });
  expect(last?.bodies).toHaveLength(3);
});

test('a busy instance is not called while another one is less busy', async () => {
  const [busy, idle] = [await startHolding(), await startInstance('idle')];
  const gateway = await serve(busy.url, idle.url);
  const waiting = ask(gateway, '{ word }', 'Bearer the first');
  await until(1, busy);
  for (let asked = 0; asked < 3; asked += 1) expect(await ask(gateway)).toEqual({ data: { word: 'idle' } });
  answer(busy.held[0], 'busy');
  expect(await waiting).toEqual({ data: { word: 'busy' } });
});

test('a mutation is not sent to a second instance if the first drops it', async () => {
  const dropping = await startHttp((request) => request.socket.destroy());
  open.push(dropping);
  const other = await startInstance('other');
  const gateway = await serve(dropping.url, other.url);
  expect(await ask(gateway, 'mutation { write }')).toMatchObject({ data: { write: null } });
  expect(other.bodies).toEqual([]);
});

test('identical simultaneous requests of the same caller share one; others do not', async () => {
  const words = await startHolding();
  const gateway = await serve(words.url);
  const asked = ['a', 'a', 'b'].map((who) => ask(gateway, '{ word }', who));
  await until(2, words);
  answer(words.held[0], 'shared');
  answer(words.held[1], 'shared');
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 3 }, () => ({ data: { word: 'shared' } })));
  expect(words.held).toHaveLength(2);
});

test('a caller that has written does not share a request from before', async () => {
  const words = await startHolding();
  const gateway = await serve(words.url);
  const before = ask(gateway);
  await until(1, words);
  const write = ask(gateway, 'mutation { write }');
  await until(2, words);
  answer(words.held[1], 'written');
  await write;
  const after = ask(gateway);
  await until(3, words);
  answer(words.held[2], 'new');
  expect(await after).toEqual({ data: { word: 'new' } });
  answer(words.held[0], 'old');
  expect(await before).toEqual({ data: { word: 'old' } });
});

test('a subgraph receives its operation without a persisted-query hash', async () => {
  const words = await startInstance('one');
  await ask(await serve(words.url));
  expect(words.bodies.map((body) => Object.keys(JSON.parse(body) as object))).toEqual([
    ['query', 'variables'],
  ]);
});
