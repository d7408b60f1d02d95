import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@nimbusvault/sdk/testing';
import type { Image } from './layImage.ts';

const patienceMilliseconds = 60_000;
const betweenChecksMilliseconds = 500;

/** A container's main process, run without a container; it sees no environment but its own. */
export interface RunningService {
  /** Resolves once the image's HEALTHCHECK succeeds. */
  healthy(): Promise<void>;
  /** Resolves to the exit code. */
  ended(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Runs what `docker compose` would run: the image's entrypoint with the service's command. */
export function runService(
  image: Image,
  command: readonly string[],
  env: Record<string, string>,
): RunningService {
  const options = { cwd: image.folder, env: { PATH: dirname(process.execPath), ...image.env, ...env } };
  const start = ([file = '', ...args]: readonly string[]): ChildProcess =>
    spawn(file, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
  const main = start([...image.entrypoint, ...command]);
  const exit = once(main, 'exit');
  const isHealthy = async () => {
    await pause(betweenChecksMilliseconds);
    return (await once(start(image.healthcheck), 'exit'))[0] === 0;
  };
  return {
    healthy: () => eventually(isHealthy, patienceMilliseconds),
    ended: async () => (await exit)[0] as unknown,
    stop: async () => {
      main.kill();
      await exit;
    },
  };
}
