import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const nimbus = fileURLToPath(new URL('../../sdk/cli/bin/nimbus.mjs', import.meta.url));

/** `nimbus gateway --supergraph` in its own process. */
export interface AloneProcess {
  /** The URL of GraphQL. */
  readonly url: string;
  /** Stops the process; resolves to its output and its exit status. */
  stop(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts it with these arguments; throws its output if it ends before it answers. */
export async function startAlone(...args: readonly string[]): Promise<AloneProcess> {
  const child = spawnGateway(args);
  const ended = endOf(child);
  const ready = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk: Buffer) => {
    const [url] = /http:\S+/.exec(String(chunk)) ?? [];
    if (url) ready.resolve(url);
  });
  const url = await Promise.race([
    ready.promise,
    ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, stop };
}

/** Runs `nimbus gateway` to its end. */
export function runGateway(...args: readonly string[]): Promise<Ended> {
  return endOf(spawnGateway(args));
}

function spawnGateway(args: readonly string[]) {
  const env = { PATH: process.env.PATH };
  return spawn(process.execPath, [nimbus, 'gateway', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function endOf(child: ReturnType<typeof spawnGateway>): Promise<Ended> {
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}
