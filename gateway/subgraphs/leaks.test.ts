import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drip, replyWith, startFaulty, type Fault, type FaultyGateway } from '../tests/startFaulty.ts';

const atOnce = 100;
const mostHeapMb = 8;
const breaker = { requests: 1_000_000 };
const limits = {
  subgraph: { deadline: 300, headersTimeout: 200, bodyTimeout: 200, maxAnswerBytes: 100_000, breaker },
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let gateway: FaultyGateway;

beforeAll(async () => {
  gateway = await startFaulty(limits);
});

afterAll(() => gateway.stop());

/** Sends a hundred simultaneous requests; with a time limit, the clients disconnect early. */
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

const faults: [string, Fault, number?][] = [
  ['resets', (response) => response.socket?.resetAndDestroy()],
  ['hangs', () => {}],
  ['drips for ever', drip],
  ['answers with too much data', replyWith(`{"data":{"bookmarks":["${'x'.repeat(1_000_000)}"]}}`)],
  ['answers a bomb', replyWith(gzipSync(Buffer.alloc(10_000_000)), 200, { 'content-encoding': 'gzip' })],
  ['redirects', replyWith('', 302, { location: '/elsewhere' })],
  ['answers HTML', replyWith('<html></html>', 502)],
  ['hangs until all clients have left', () => {}, 100],
];

test.runIf(process.platform === 'linux').for(faults)(
  'a plugin that %s leaks no resources',
  async ([, fault, patienceMs]) => {
    gateway.fault(replyWith('{"data":{"bookmarks":[]}}'));
    await askOften();
    await eventually(async () => descriptors() < atOnce);
    const [before, heapBefore] = [descriptors(), heapMb()];
    gateway.fault(fault);
    await askOften(patienceMs);
    await eventually(async () => descriptors() <= before);
    await eventually(async () => heapMb() <= heapBefore + mostHeapMb);
    gateway.fault(replyWith('{"data":{"bookmarks":["again"]}}'));
    expect(await gateway.query('{ bookmarks }')).toEqual({ data: { bookmarks: ['again'] } });
  },
);
