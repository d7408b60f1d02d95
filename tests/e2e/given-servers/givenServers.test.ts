import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServers, startStack } from '@nimbusvault/vault';
import { makeOrg } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { mutate } from '../../support/core.ts';
import { writeBookmarksSettings } from '../../support/ownVault.ts';

test('a vault on a running PostgreSQL and NATS starts neither, and leaves both running', async () => {
  await using open = new AsyncDisposableStack();
  const { databaseUrl, natsUrl, stop } = await startServers();
  open.defer(stop);
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-given-'));
  open.defer(() => rmSync(folder, { recursive: true }));
  const settingsFile = writeBookmarksSettings(folder);
  const env = { ...process.env, DATABASE_URL: databaseUrl, NATS_URL: natsUrl };

  for (const title of ['first start', 'second start']) {
    const stack = await startStack({ env, settingsFile });
    const stopping = open.adopt(stack, (started) => started.stop());
    const names = stack.processes().map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Bookmarks', 'Core', 'gateway']);
    expect([stack.databaseUrl, stack.natsUrl]).toEqual([databaseUrl, natsUrl]);
    const { admin } = await makeOrg(stack.stateDir);
    expect(await mutate(admin, 'createDocument', { title })).toMatchObject({ title });
    await stopping.stop();
  }
});
