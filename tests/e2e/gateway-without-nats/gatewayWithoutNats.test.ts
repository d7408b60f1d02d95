import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { startOwnVault } from '../../support/ownVault.ts';

const nowhere = 'nats://127.0.0.1:1';

test('a gateway that starts without NATS serves the last known state of the registry, or the files', async () => {
  await using vault = await startOwnVault();
  await vault.nimbus('new', 'Tags');
  expect(await vault.nimbus('activate', 'Tags', '--watch', '0')).toMatchObject({ code: 0 });
  const stateFile = join(vault.stack.stateDir, 'gateway.json');
  await eventually(async () => readFileSync(stateFile, 'utf8').includes('Tags'));
  unlistTags();

  await using fresh = await startAnotherGateway(vault.stack, { NATS_URL: nowhere });
  expect((await fresh.readiness()).serving).toEqual(['Core', 'Bookmarks']);
  await using knowing = await startAnotherGateway(vault.stack, {
    NATS_URL: nowhere,
    NIMBUS_GATEWAY_STATE: stateFile,
  });
  expect((await knowing.readiness()).serving).toEqual(['Core', 'Bookmarks', 'Tags']);
  await using ofAnotherVault = await startAnotherGateway(vault.stack, {
    NATS_URL: nowhere,
    NIMBUS_GATEWAY_STATE: stateFile,
    NIMBUS_SETTINGS: join(vault.folder, 'vault-settings.json.files'),
  });
  expect((await ofAnotherVault.readiness()).serving).toEqual(['Core', 'Bookmarks']);

  /** From now on the files differ from the activations. */
  function unlistTags(): void {
    const file = join(vault.folder, 'supergraph.yaml');
    const [before = ''] = readFileSync(file, 'utf8').split('  Tags:');
    writeFileSync(file, before);
    const settings = join(vault.folder, 'vault-settings.json');
    const text = readFileSync(settings, 'utf8');
    writeFileSync(`${settings}.files`, text.replace(/,\s*"Tags"/, ''));
  }
});
