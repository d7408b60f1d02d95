import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { diesWithParent } from '../process/diesWithParent.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { postgresBinaries } from './binaries.ts';
import { makeCluster, owner } from './cluster.ts';
import { postgresIdentity } from './identity.ts';
import { isReady, untilVacant } from './postmaster.ts';

interface EmbeddedPostgres {
  /** Contains `postgres/`, created on first use; a folder of an earlier run keeps its data. */
  readonly stateDir: string;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
  readonly signal?: AbortSignal;
}

/** A real PostgreSQL server for this project, as a process to supervise: on 127.0.0.1 only, by password only. */
export async function embeddedPostgres(options: EmbeddedPostgres): Promise<ProcessSpec> {
  const { stateDir, port, password, logFile, signal } = options;
  const folder = join(stateDir, 'postgres');
  const data = join(folder, 'data');
  const binaries = join(postgresBinaries(), 'bin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const identity = postgresIdentity(join(binaries, 'postgres'), folder);
  await makeCluster(folder, { binaries, password, identity, signal });
  const server = { file: join(binaries, 'postgres'), args: ['-D', data, ...settings(port)] };
  return {
    name: 'postgres',
    url: () => `postgres://${owner}:${password}@127.0.0.1:${port}/postgres`,
    logFile,
    stopSignal: 'SIGINT',
    probe: () => isReady(data),
    command: async () => {
      await untilVacant(data);
      return diesWithParent(server, 'SIGINT', identity);
    },
  };
}

function settings(port: number): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
