import { randomUUID } from 'node:crypto';
import { eventually, type Client } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { startOwnVault } from '../../support/ownVault.ts';

test('all gateways serve an activation, and so does a gateway that starts later', async () => {
  await using vault = await startOwnVault();
  await using early = await startAnotherGateway(vault.stack);
  await eventually(async () => (await gatewaysOf()).length === 2);

  expect(await vault.nimbus('deactivate', 'Bookmarks')).toMatchObject({
    stderr: expect.stringContaining('no longer served by any of 2 gateways'),
  });
  expect((await early.readiness()).serving).toEqual(['Core']);
  await using late = await startAnotherGateway(vault.stack, { NIMBUS_GATEWAY_STATE: '/dev/null/none' });
  await eventually(async () => (await late.readiness()).serving.join() === 'Core');

  expect(await vault.nimbus('activate', 'Bookmarks', '--watch', '0')).toMatchObject({
    stderr: expect.stringContaining('served by 3 gateways'),
  });
  for (const gateway of [early, late])
    expect((await gateway.readiness()).serving).toEqual(['Core', 'Bookmarks']);

  async function gatewaysOf(): Promise<readonly object[]> {
    const { stdout } = await vault.nimbus('registry', '--json');
    return (JSON.parse(stdout) as { gateways: object[] }).gateways;
  }
});

test('gateways share a rate limit', async () => {
  await using vault = await startOwnVault((settings) => ({
    ...settings,
    Base: { ...settings.Base, limits: { rate: { user: { perSecond: 0.01, burst: 4 } } } },
  }));
  const org = await vault.makeOrg();
  const someone = () => org.client(['member'], randomUUID());
  expect(await answeredOf(6, vault.stack.gatewayUrl, await someone())).toBe(4);
  await using another = await startAnotherGateway(vault.stack);
  for (const url of [vault.stack.gatewayUrl, another.url])
    await eventually(async () => (await answeredOf(6, url, await someone())) === 2);
});

/** The number of requests that are answered rather than refused by the rate limit. */
async function answeredOf(requests: number, url: string, { token }: Client): Promise<number> {
  const statuses: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    statuses.push(response.status);
  }
  expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
  return statuses.filter((status) => status === 200).length;
}
