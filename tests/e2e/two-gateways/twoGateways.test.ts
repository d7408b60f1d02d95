import { eventually } from '@nimbusvault/sdk/testing';
import { expect, test } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { startOwnVault } from '../../support/ownVault.ts';

test('all gateways follow what is activated, and one that starts later does too', async () => {
  await using vault = await startOwnVault();
  await using early = await startAnotherGateway(vault.stack);
  await eventually(async () => (await gatewaysOf()).length === 2);

  expect(await vault.nimbus('deactivate', 'Bookmarks')).toMatchObject({
    stderr: expect.stringContaining('served by none of 2 gateways'),
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
