import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreSdl } from '../tests/library.ts';
import { startHttp, type TestSubgraph } from '../tests/startSubgraph.ts';
import { startTestGateway, type TestGateway } from '../tests/startTestGateway.ts';
import { createLoopDelay } from './loadShedding.ts';

const longMs = 20_000;
const waiting: (() => void)[] = [];

let core: TestSubgraph;
const gateways: TestGateway[] = [];

beforeAll(async () => {
  core = await startHttp((_, response) => {
    waiting.push(() =>
      response.setHeader('content-type', 'application/json').end('{"data":{"viewer":null}}'),
    );
  });
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await core.stop();
});

async function start(limits: object): Promise<TestGateway> {
  const gateway = await startTestGateway({ Core: { url: core.url, sdl: coreSdl } }, limits);
  gateways.push(gateway);
  return gateway;
}

async function ask(gateway: TestGateway, query: string, claims: Parameters<TestGateway['token']>[0] = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await gateway.token(claims)}`,
      origin: 'https://app.example',
    },
    body: JSON.stringify({ query }),
  });
  const { status, headers } = response;
  return {
    status,
    retryAfter: headers.get('retry-after'),
    headers,
    answer: (await response.json()) as object,
  };
}

const refusal = (status: number, code: string) => ({
  status,
  answer: { errors: [{ extensions: { code, requestId: expect.any(String) as string } }] },
});

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test(
  'while the event loop is late new requests are refused at once, and health reports it',
  { timeout: longMs },
  async () => {
    const gateway = await start({ eventLoopDelay: 100 });
    expect(await ask(gateway, '{ __typename }')).toMatchObject({ status: 200 });
    block(1_500);
    expect(await ask(gateway, '{ __typename }')).toMatchObject({
      ...refusal(503, 'OVERLOADED'),
      retryAfter: '1',
    });
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    await expect
      .poll(async () => (await ask(gateway, '{ __typename }')).status, { timeout: longMs })
      .toBe(200);
  },
);

test('requests above the limit in flight are refused until there is room', { timeout: longMs }, async () => {
  const gateway = await start({ inFlight: 1 });
  const first = ask(gateway, '{ viewer { id } }');
  await expect.poll(() => waiting.length).toBe(1);
  expect(await ask(gateway, '{ __typename }')).toMatchObject({
    ...refusal(503, 'OVERLOADED'),
    retryAfter: '1',
  });
  waiting.pop()?.();
  expect(await first).toMatchObject({ status: 200 });
  await expect.poll(async () => (await ask(gateway, '{ __typename }')).status).toBe(200);
  expect((await fetch(`${gateway.url}/graphql`, { method: 'POST' })).status).toBe(401);
  await expect.poll(async () => (await ask(gateway, '{ __typename }')).status).toBe(200);
});

test('a caller above its rate limit gets Retry-After; others are answered', async () => {
  const gateway = await start({
    rate: { user: { perSecond: 0.01, burst: 2 }, org: { burst: 3, perSecond: 0.01 } },
  });
  const [other, third, elsewhere] = [
    { sub: '22222222-2222-4222-8222-222222222222' },
    { sub: '33333333-3333-4333-8333-333333333333' },
    { org: 'globex' },
  ];
  const statuses = [];
  for (const claims of [{}, {}, {}, other, third, elsewhere])
    statuses.push((await ask(gateway, '{ __typename }', claims)).status);
  expect(statuses).toEqual([200, 200, 429, 200, 429, 200]);
  const refused = await ask(gateway, '{ __typename }');
  expect(refused).toMatchObject(refusal(429, 'RATE_LIMITED'));
  expect(Number(refused.retryAfter)).toBeGreaterThan(90);
  expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
});

function delayAfter(...elapsed: number[]): number {
  const delay = createLoopDelay();
  for (const each of elapsed) delay.note(each);
  return delay.read();
}

const onTime = (count: number) => Array.from({ length: count }, () => 26);

test('a delay counts in proportion to its length, and is forgotten', () => {
  expect(delayAfter(...onTime(1_000))).toBeLessThan(5);
  expect(delayAfter(...onTime(10), 300)).toBeLessThan(250);
  expect(delayAfter(...onTime(10), 1_000)).toBeGreaterThan(250);
  expect(delayAfter(1_000, ...onTime(60))).toBeLessThan(250);
  expect(delayAfter(...Array.from({ length: 20 }, () => 300))).toBeGreaterThan(250);
  expect(delayAfter(60_000, ...onTime(240))).toBeLessThan(250);
});
