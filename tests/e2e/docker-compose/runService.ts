import { fail } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { diesWithParent } from '@nimbusvault/vault';
import { eventually } from '@nimbusvault/testing';
import type { Image } from './layImage.ts';

const patienceMilliseconds = 180_000;

/** A container's main process, run without a container; it sees no environment but its own. */
export interface RunningService {
  /** Resolves once the image's HEALTHCHECK succeeds. */
  healthy(): Promise<void>;
  /** Resolves once it has ended well; throws with its last words where it has not. */
  done(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs what `docker compose` would run: the image's entrypoint with the service's command. */
export function runService(
  image: Image,
  command: readonly string[],
  env: Record<string, string>,
): RunningService {
  const start = starter(image, env);
  const main = start([...image.entrypoint, ...command]);
  const ended = untilEnd(main);
  const isHealthy = async () => main.exitCode !== null || (await answers(env['PORT']));
  return {
    async healthy() {
      // A check is a whole process: it is asked when there is something to see.
      await eventually(isHealthy, patienceMilliseconds);
      const check = main.exitCode === null ? await untilEnd(start(image.healthcheck)) : await ended;
      if (check.code !== 0 || main.exitCode !== null)
        fail(`${command.join(' ')} is not healthy: ${check.words}`);
    },
    async done() {
      const { code, words } = await ended;
      if (code !== 0) fail(`${command.join(' ')} ended with ${code}: ${words}`);
    },
    async stop() {
      main.kill();
      await ended;
    },
  };
}

/** `env` sets what a program sees, so that this machine's PATH finds what ends the program with us. */
function starter(image: Image, env: Record<string, string>): (command: readonly string[]) => ChildProcess {
  const seen = { PATH: dirname(process.execPath), ...image.env, ...env };
  const pairs = Object.entries(seen).map(([name, value]) => `${name}=${value}`);
  return (command) => {
    const { file, args } = diesWithParent({ file: 'env', args: ['-i', ...pairs, ...command] }, 'SIGKILL');
    return spawn(file, args, { cwd: image.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
}

async function untilEnd(child: ChildProcess): Promise<{ code: number | null; words: string }> {
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { words: child.stderr ? await text(child.stderr) : '', code: await code };
}

async function answers(port = ''): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
