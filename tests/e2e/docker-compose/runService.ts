import { fail } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { diesWithParent } from '@nimbusvault/vault';
import { eventually } from '@nimbusvault/testing';
import type { Image } from './layImage.ts';

const patienceMilliseconds = 180_000;

/** A container's main process, run without a container; it sees only its own environment. */
export interface RunningService {
  /** Resolves once the image's HEALTHCHECK succeeds. */
  healthy(): Promise<void>;
  /** Resolves once it has ended with exit code 0; otherwise throws with its last output. */
  done(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs the same as `docker compose`: the image's entrypoint with the service's command. */
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
      // A check starts a whole process: it runs only after the service has produced output.
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

/** `env` sets the program's environment; the wrapper that ends the program with us is found by this machine's PATH. */
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
