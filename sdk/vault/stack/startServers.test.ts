import { expect, test } from 'vitest';
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
