import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddedPostgres } from './postgres/embeddedPostgres.ts';
import { supervise } from './process/supervise.ts';
import { startServers } from './startServers.ts';

test('servers that start at the same moment never take a port from each other', async () => {
  const started = await Promise.all(Array.from({ length: 6 }, () => startServers()));
  const ports = started.flatMap(({ databaseUrl, natsUrl }) =>
    [databaseUrl, natsUrl].map((url) => new URL(url).port),
  );
  await Promise.all(started.map((servers) => servers.stop()));
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports).not.toContain('0');
});

test('PostgreSQL on a taken port fails in the words by which its start is tried on another port', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'nimbusvault-taken-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const logFile = join(stateDir, 'postgres.log');
  const postgres = supervise(
    await embeddedPostgres({ stateDir, port, password: 'secret', logFile }),
    () => {},
  );
  await expect(postgres.start()).rejects.toThrow('could not bind');
  await postgres.stop();
  taken.close();
  rmSync(stateDir, { recursive: true });
});
