import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../process/command.ts';
import { diesWithParent } from '../process/diesWithParent.ts';
import { runCommand } from '../process/runCommand.ts';

const longestInitMilliseconds = 120_000;

/** The owner of the embedded database: it creates schemas and roles, and runs migrations. */
export const owner = 'nimbus';

interface NewCluster {
  /** The folder of PostgreSQL's own programs. */
  readonly binaries: string;
  readonly password: string;
  readonly identity: Identity | undefined;
  readonly signal?: AbortSignal;
}

/** Creates a data folder for PostgreSQL in `folder`, unless it exists: completely or not at all. */
export async function makeCluster(folder: string, cluster: NewCluster): Promise<void> {
  const data = join(folder, 'data');
  if (existsSync(data)) return;
  const unfinished = join(folder, 'unfinished');
  const passwordFile = join(folder, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.identity) for (const path of [folder, passwordFile]) giveTo(path, cluster.identity);
  try {
    await initialize(unfinished, passwordFile, cluster);
    renameSync(unfinished, data);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function giveTo(path: string, { uid, gid }: Identity): void {
  chownSync(path, uid, gid);
}

async function initialize(data: string, passwordFile: string, cluster: NewCluster): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${owner}`, `--pwfile=${passwordFile}`];
  const initdb = {
    file: join(cluster.binaries, 'initdb'),
    args: ['-D', data, '--no-sync', ...locale, ...access],
  };
  const command = diesWithParent(initdb, 'SIGKILL', cluster.identity);
  await runCommand(command, { timeoutMilliseconds: longestInitMilliseconds, signal: cluster.signal });
}
