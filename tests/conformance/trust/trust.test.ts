import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, type BadInput } from './badInput.ts';
import { bodies } from './inputs/body.ts';
import { documents } from './inputs/document.ts';
import { headers } from './inputs/headers.ts';
import { http } from './inputs/http.ts';
import { identities } from './inputs/identity.ts';
import { schemas } from './inputs/schema.ts';
import { tenancy } from './inputs/tenancy.ts';
import { variables } from './inputs/variables.ts';
import { faultsOf, parse } from './invariants.ts';
import { openScene, type Scene } from './scene.ts';
import { send } from './send.ts';

const kinds = { bodies, documents, variables, identities, tenancy, schemas, headers, http };
const patienceMs = 2_000;
const mostMs = 30_000; // the gateway waits one second for a body
const patiently = { timeout: 20_000, interval: 1_000 };
const mostKept = 20_000_000; // the gateway's caches: tokens, documents, plans
const mostGrowth = 8_000_000; // the caches are already filled

let scene: Scene;
let before: number;
beforeAll(async () => {
  scene = await openScene();
  await isAlive();
  before = await scene.memory();
});
afterAll(() => scene[Symbol.asyncDispose]());

async function isAlive(): Promise<void> {
  const asked = performance.now();
  const { text } = await send(post(scene, '{"query":"{ __typename }"}'), scene.gatewayUrl);
  expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
  expect(performance.now() - asked).toBeLessThan(patienceMs);
}

test('there are more than 150 bad inputs, each with its own name', () => {
  const names = Object.entries(kinds).flatMap(([kind, inputs]) =>
    inputs.map(({ name }) => `${kind}: ${name}`),
  );
  expect(names.length).toBeGreaterThan(150);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(Object.entries(kinds))('%s', (_, inputs) => {
  test.each(inputs)(
    '$name',
    async ({ request, status, code, data, without = [] }: BadInput) => {
      const reply = await send(await request(scene), scene.gatewayUrl);
      const body = parse(reply.text);
      expect(faultsOf(reply, [...scene.secrets, ...without])).toEqual([]);
      expect([reply.status, body?.errors?.[0]?.extensions?.code ?? null]).toEqual([status, code]);
      expect(body).toMatchObject(data ? { data } : {});
      await isAlive();
    },
    mostMs,
  );
});

test('the memory of the gateway is bounded after all of them, and after a second round', async () => {
  await expect.poll(scene.memory, patiently).toBeLessThan(before + mostKept);
  const after = await scene.memory();
  const inputs = Object.values(kinds).flat();
  await Promise.all(inputs.map(async ({ request }) => send(await request(scene), scene.gatewayUrl)));
  await expect.poll(scene.memory, patiently).toBeLessThan(after + mostGrowth);
});
