import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, parse } from './invariants.ts';
import { requests } from './random/requests.ts';
import { openScene, type Scene } from './scene.ts';
import { send } from './send.ts';

const seed = Number(process.env['NIMBUS_FIRST_SEED'] ?? 1);
const numRuns = Number(process.env['NIMBUS_SEEDS'] ?? 300);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test('the answer to any input is JSON, has a code for each error, and leaks nothing', async () => {
  const headers = { authorization: `Bearer ${scene.token}` };
  const sdl = await fetch(new URL('/schema.graphql', scene.gatewayUrl), { headers });
  const schema = buildSchema(await sdl.text());
  let withData = 0;
  const property = fc.asyncProperty(requests(schema, scene.token), async (request) => {
    const reply = await send(request, scene.gatewayUrl);
    expect(faultsOf(reply, scene.secrets)).toEqual([]);
    if (parse(reply.text)?.data) withData += 1;
  });
  await fc.assert(property, { seed, numRuns }); // a failure is reported with its seed
  expect(withData).toBeGreaterThan(numRuns / 10);
});
