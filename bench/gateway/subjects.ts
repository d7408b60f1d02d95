import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ticksInSecond = 100;

/** A gateway under measurement, on its own core. */
export interface Subject {
  readonly url: string;
  /** CPU seconds since its start. */
  cpu(): number;
  /** Its current memory, in MB. */
  mb(): number;
  stop(): Promise<void>;
}

/** The options of a program; `cores` as taskset counts them, by default only the first. */
interface SubjectOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cores?: string;
}

/** Starts a program and waits until it prints its address. */
export async function startSubject(
  file: string,
  args: readonly string[],
  { env = {}, cores = '0' }: SubjectOptions = {},
): Promise<Subject> {
  const command = ['-c', cores, process.execPath, file, ...args];
  const child = spawn('taskset', command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const url = await saidUrl(child);
  const { pid } = child;
  return {
    url,
    cpu() {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(stat[11]) + Number(stat[12])) / ticksInSecond;
    },
    mb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL'); // some programs ignore SIGTERM
      await ended;
    },
  };
}

async function saidUrl(child: ChildProcess): Promise<string> {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  for (;;) {
    const [, url] = /(https?:\/\/[\w.:]+(?:\/graphql\/?|\/)?)/.exec(text) ?? [];
    if (url) return url.includes('graphql') ? url : `${url.replace(/\/$/, '')}/graphql`;
    if (child.exitCode !== null) throw new Error(`A gateway did not start: ${text}`);
    await pause(20);
  }
}

/** The subgraphs, in their own process; `take` returns the requests since its last call, and sets the latency from now on. */
export async function startSubgraphHost() {
  const child = fork(join(import.meta.dirname, 'subgraphHost.ts'), { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    origin: `http://127.0.0.1:${port}`,
    async take(latencyMs = 0): Promise<[string, string][]> {
      const told = once(child, 'message');
      child.send(latencyMs);
      return ((await told) as [[string, string][]])[0];
    },
    stop: () => void child.kill(),
  };
}
