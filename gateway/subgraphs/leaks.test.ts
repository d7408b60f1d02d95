import { readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { eventually } from '@nimbusvault/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCore } from '../tests/library.ts';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';

const atOnce = 100;
const mostHeapMb = 8;
const breaker = { requests: 1_000_000 };
const limits = {
  subgraph: { deadline: 300, headersTimeout: 200, bodyTimeout: 200, maxAnswerBytes: 100_000, breaker },
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let answerFault: (response: ServerResponse) => void;
let core: TestSubgraph;
let faulty: TestSubgraph;
let gateway: TestGateway;

beforeAll(async () => {
  core = await startCore();
  faulty = await startHttp((request, response) => {
    request.resume().on('end', () => answerFault(response));
  });
  gateway = await startTestGateway(library(core, faulty), limits);
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all([core.stop(), faulty.stop()]);
});

function send(body: string | Buffer, status = 200, headers = {}): (response: ServerResponse) => void {
  return (response) => response.writeHead(status, headers).end(body);
}

function dripForEver(response: ServerResponse): void {
  response.write('{');
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}

/** Asks a hundred times at once; some clients leave where they are given no time. */
async function askOften(patienceMs = 20_000): Promise<void> {
  const authorization = `Bearer ${await gateway.token()}`;
  const ask = async (_: unknown, index: number) => {
    const body = JSON.stringify({ query: `{ number${index}: bookmarks }` });
    const headers = { 'content-type': 'application/json', authorization, connection: 'close' };
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', body, headers, signal });
    return response.text();
  };
  await Promise.allSettled(Array.from({ length: atOnce }, ask));
}

const descriptors = () => readdirSync('/proc/self/fd').length;

function heapMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}

const faults: [string, (response: ServerResponse) => void, number?][] = [
  ['resets', (response) => response.socket?.resetAndDestroy()],
  ['hangs', () => {}],
  ['drips for ever', dripForEver],
  ['answers too much', send(`{"data":{"bookmarks":["${'x'.repeat(1_000_000)}"]}}`)],
  ['answers a bomb', send(gzipSync(Buffer.alloc(10_000_000)), 200, { 'content-encoding': 'gzip' })],
  ['redirects', send('', 302, { location: '/elsewhere' })],
  ['answers HTML', send('<html></html>', 502)],
  ['hangs until all clients have left', () => {}, 100],
];

test.runIf(process.platform === 'linux').for(faults)(
  'a plugin that %s leaves nothing behind',
  async ([, fault, patienceMs]) => {
    answerFault = send('{"data":{"bookmarks":[]}}');
    await askOften();
    await eventually(async () => descriptors() < atOnce);
    const [before, heapBefore] = [descriptors(), heapMb()];
    answerFault = fault;
    await askOften(patienceMs);
    await eventually(async () => descriptors() <= before);
    await eventually(async () => heapMb() <= heapBefore + mostHeapMb);
    answerFault = send('{"data":{"bookmarks":["again"]}}');
    expect(await gateway.query('{ bookmarks }')).toEqual({ data: { bookmarks: ['again'] } });
  },
);
