import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { borrowVault } from '../../support/borrowedVault.ts';
import type { OwnVault } from '../../support/ownVault.ts';

const cross = `{ viewer { username sharedBookmarks { totalCount } } }`;

let vault: OwnVault;
beforeAll(async () => {
  vault = await borrowVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

function find(name: string) {
  return vault.stack.processes().find((process) => process.name === name)!;
}

test.each(['Bookmarks', 'Core', 'nats', 'postgres', 'gateway'])(
  '%s restarts at its address after kill -9',
  async (name) => {
    const { admin } = await vault.makeOrg();
    const before = find(name);

    process.kill(before.pid!, 'SIGKILL');

    await eventually(async () => find(name).status === 'ready' && find(name).pid !== before.pid);
    expect(find(name).url).toBe(before.url);
    await eventually(
      async () => (await admin.query(cross).catch(() => ({ errors: [] }))).errors === undefined,
      60_000,
    );
    expect(vault.told).toContainEqual(
      expect.stringContaining(`${name} was ended by SIGKILL; starting it again.`),
    );
  },
);

test.each(['Bookmarks', 'gateway'])(
  '%s restarts at a new address, and reports it, if another program has taken its port',
  async (name) => {
    const { url } = find(name);
    await vault.stack.stopProcess(name);
    const intruder = createServer().listen(Number(new URL(url).port), '127.0.0.1');
    await once(intruder, 'listening');
    await vault.stack.startProcess(name);
    intruder.close();

    expect(find(name).url).not.toBe(url);
    expect(vault.told).toContainEqual(
      expect.stringContaining(`${name} is now at ${new URL(find(name).url).origin}`),
    );
    const { admin } = await vault.makeOrg();
    await eventually(async () => (await admin.query(cross)).errors === undefined);
  },
);
