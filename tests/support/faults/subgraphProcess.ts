import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { diesWithParent } from '@nimbusvault/vault';
import { nimbusSubgraph, type Plugins } from './plugins.ts';

/** A process of `nimbus-subgraph serve <Name>` that only its owner restarts. */
export interface SubgraphProcess {
  readonly name: string;
  /** The URL of the process; undefined while it does not run. */
  readonly url: string | undefined;
  readonly pid: number | undefined;
  /** Resolves once it serves. */
  start(): Promise<void>;
  /** Resolves once it has ended. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP until `resume`. */
  freeze(): void;
  resume(): void;
}

interface Life {
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  child?: ChildProcess;
  url?: string;
}

/** Prepares a process without starting it. Its log is appended to `logFile`. It ends with this process, even if it is frozen. */
export function subgraphProcess(name: string, plugins: Plugins, logFile: string): SubgraphProcess {
  const life: Life = { name, env: plugins.environmentOf(name), logFile };
  return {
    name,
    get url() {
      return life.url;
    },
    get pid() {
      return life.child?.pid;
    },
    start: () => start(life),
    kill: (signal = 'SIGKILL') => kill(life, signal),
    freeze: () => void life.child?.kill('SIGSTOP'),
    resume: () => void life.child?.kill('SIGCONT'),
  };
}

async function start(life: Life): Promise<void> {
  const log = openSync(life.logFile, 'a');
  const serve = {
    file: process.execPath,
    args: [nimbusSubgraph, 'serve', life.name],
    env: life.env,
  };
  const { file, args, env } = diesWithParent(serve, 'SIGKILL');
  const child = spawn(file, args, { env, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  life.child = child;
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (message: { type?: string; url?: string }) => {
      if (message.type === 'ready' && message.url) resolve(message.url);
    });
    child.once('exit', () => reject(new Error(`${life.name} ended before it was ready: ${life.logFile}`)));
  });
  life.url = await ready;
}

async function kill(life: Life, signal: NodeJS.Signals): Promise<void> {
  const { child } = life;
  life.url = undefined;
  life.child = undefined;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
