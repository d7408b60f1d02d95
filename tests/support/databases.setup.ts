import { startServers, type RunningServers } from '@nimbusvault/vault';

const filesAtOnce = 2;
let servers: readonly RunningServers[] = [];

/** One PostgreSQL for each of the files that run at once; each file makes its own database in one of them. */
export async function setup(): Promise<void> {
  servers = await Promise.all(Array.from({ length: filesAtOnce }, () => startServers()));
  process.env['NIMBUS_TEST_DATABASES'] = servers.map(({ databaseUrl }) => databaseUrl).join(' ');
}

export async function teardown(): Promise<void> {
  delete process.env['NIMBUS_TEST_DATABASES'];
  await Promise.all(servers.map((each) => each.stop()));
}
