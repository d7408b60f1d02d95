import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { diesWithParent } from '../../stack/process/diesWithParent.ts';
import { until } from './until.ts';

const mostLetters = 1_000_000;
const shownLetters = 20_000;
const longestStartMs = 60_000;
const longestStopMs = 12_000;

/** The process under test, where the kit has started it. */
export interface Subject {
  start(): Promise<void>;
  /** The time of its last start, as Date.now counts. */
  startedAt(): number;
  /** Ends it by a signal; returns its exit code, null if a signal ended it, or undefined if it did not end within 12 s. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null | undefined>;
  /** All that it has written, and what it has written since it was live. */
  said(): { readonly all: string; readonly sinceLive: string };
  /** Another process of the same command, with other variables beside. */
  beside(env: NodeJS.ProcessEnv, url: string): Subject;
}

interface SubjectOptions {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
}

/** A process that can be started many times with the same environment. */
export function openSubject({ command, env, url }: SubjectOptions): Subject {
  let child: ChildProcess | undefined;
  let output = '';
  let liveFrom = 0;
  let startedAt = 0;
  const hasEnded = () => child === undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    async start() {
      startedAt = Date.now();
      const [file = '', ...args] = command;
      const guarded = diesWithParent({ file, args }, 'SIGKILL');
      child = spawn(guarded.file, guarded.args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk) => (output = `${output}${chunk}`.slice(0, mostLetters)));
      const look = async () => (hasEnded() ? true : await isLive(url));
      await until(look, 'nothing answers at /health/live', longestStartMs);
      if (hasEnded())
        throw new VaultError(
          'STACK_FAILED',
          `The process ended at its start:\n${output.slice(-shownLetters)}`,
        );
      liveFrom = output.length;
    },
    async end(signal) {
      if (!child?.pid || hasEnded()) return child?.exitCode;
      const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null }));
      process.kill(-child.pid, signal);
      const over = await Promise.race([ended, after(longestStopMs)]);
      await until(async () => ((await isLive(url)) ? undefined : true), 'it still answers', longestStopMs);
      if (!over) process.kill(-child.pid, 'SIGKILL');
      return over?.code;
    },
    startedAt: () => startedAt,
    said: () => ({ all: output, sinceLive: output.slice(liveFrom) }),
    beside: (others, otherUrl) => openSubject({ command, env: { ...env, ...others }, url: otherUrl }),
  };
}

/** True once the process answers at all. */
export async function isLive(url: string): Promise<true | undefined> {
  const health = new URL('/health/live', url);
  const response = await fetch(health).catch(() => undefined);
  await response?.body?.cancel();
  return response ? true : undefined;
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(() => resolve(undefined), milliseconds).unref());
}
