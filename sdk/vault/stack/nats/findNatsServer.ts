import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { nodeModules } from '../ground/nodeModules.ts';
import { runCommand } from '../process/runCommand.ts';
import { fetchFromDebian } from './fetchFromDebian.ts';
import { fetchRelease } from './fetchRelease.ts';
import { isAtLeast, oldestNats, parseVersion } from './version.ts';

const versionTimeoutMilliseconds = 10_000;

interface NatsSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Returns the path of a nats-server: NATS_SERVER_BIN, PATH, this project's cache, or fetched into the cache from Debian's
 * packages or, last, from the official release. Throws STACK_FAILED with the failed attempts.
 */
export async function findNatsServer(search: NatsSearch): Promise<string> {
  const { NATS_SERVER_BIN: chosen, PATH = '' } = search.env;
  if (chosen) return demandUsable(chosen);
  const installed = PATH.split(delimiter)
    .map((folder) => join(folder, 'nats-server'))
    .find(isExecutable);
  if (installed && !(await faultOf(installed))) return installed;
  const cached = join(nodeModules(), '.cache', 'nimbus', 'nats-server');
  if (!existsSync(cached)) await fetchInto(cached, search);
  return cached;
}

async function demandUsable(file: string): Promise<string> {
  const fault = await faultOf(file);
  if (!fault) return file;
  throw new VaultError('STACK_FAILED', `NATS_SERVER_BIN is ${file}, but ${fault}.`);
}

async function fetchInto(cached: string, { tell, signal }: NatsSearch): Promise<void> {
  tell('Fetching nats-server (once for this project) …');
  const failures: string[] = [];
  for (const fetch of [fetchFromDebian, fetchRelease]) {
    try {
      await fetch(cached, { isUsable: async (file) => !(await faultOf(file)), signal });
      return tell(`Fetched nats-server: ${await describe(cached)}.`);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push((error as Error).message);
    }
  }
  const advice = 'Install nats-server, set NATS_SERVER_BIN to its path, or set NATS_URL to a running server.';
  throw new VaultError('STACK_FAILED', `No nats-server is available. ${advice}\n${failures.join('\n')}`);
}

async function describe(file: string): Promise<string> {
  return (
    await runCommand({ file, args: ['--version'] }, { timeoutMilliseconds: versionTimeoutMilliseconds })
  ).trim();
}

async function faultOf(file: string): Promise<string | undefined> {
  try {
    const said = await describe(file);
    const version = parseVersion(said);
    if (!version) return `it printed "${said}" instead of its version`;
    return isAtLeast(version, oldestNats)
      ? undefined
      : `it is ${version}, and ${oldestNats} or newer is required`;
  } catch (error) {
    return `it cannot be run: ${(error as Error).message}`;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
