import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Pool } from 'undici';
import { installPeers } from '../lib/installPeers.ts';

const folder = resolve('bench/restate');
const longestStartMs = 60_000;

/** Restate's server, with its default settings, and a service in a process of its own. */
interface Restate extends AsyncDisposable {
  /** Runs a saga of three steps that do nothing, to its end. */
  run(): Promise<void>;
  readonly processes: readonly ChildProcess[];
}

/** The server syncs its log to the disk before it goes on (`rocksdb-disable-wal-fsync = false`). */
export async function startRestate(): Promise<Restate> {
  installPeers(folder);
  const state = mkdtempSync(join(tmpdir(), 'nimbusvault-restate-'));
  const server = spawnServer(state);
  const service = fork(join(folder, 'service.mjs'), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production', RESTATE_LOGGING: 'ERROR' },
  });
  const [[port], { ingress, admin }] = await Promise.all([
    once(service, 'message') as Promise<[number]>,
    portsOf(server),
  ]);
  const registered = await fetch(`http://127.0.0.1:${admin}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
  });
  if (!registered.ok) throw new Error(`Restate does not know the service: ${await registered.text()}`);
  const pool = new Pool(`http://127.0.0.1:${ingress}`, { connections: 64 });
  return {
    processes: [server, service],
    async run() {
      const answer = await pool.request({ path: '/sagas/external', method: 'POST' });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`Restate answered ${answer.statusCode}: ${text}`);
    },
    async [Symbol.asyncDispose]() {
      await pool.close();
      const ended = [server, service].map((child) => once(child, 'exit'));
      for (const child of [server, service]) child.kill('SIGKILL');
      await Promise.all(ended);
      rmSync(state, { recursive: true });
    },
  };
}

function spawnServer(state: string) {
  const { platform, arch, env } = process;
  const program = `@restatedev/restate-server-${platform}-${arch}/bin/restate-server`;
  const file = createRequire(join(folder, 'package.json')).resolve(program);
  const local = ['--use-random-ports', 'true', '--listen-mode', 'tcp', '--bind-ip', '127.0.0.1'];
  return spawn(file, ['--base-dir', state, '--no-logo', ...local], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...env,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FORMAT: 'json',
      RUST_LOG: 'info,octocrab=off',
    },
  });
}

/** The ports at which the server says that it listens. */
async function portsOf({ stdout }: ReturnType<typeof spawnServer>) {
  const signal = AbortSignal.timeout(longestStartMs);
  let log = '';
  for (;;) {
    const [chunk] = (await once(stdout, 'data', { signal })) as [Buffer];
    log += String(chunk);
    const [ingress, admin] = ['http-ingress-server', 'admin-api-server'].map((name) => portIn(log, name));
    if (ingress !== undefined && admin !== undefined) {
      stdout.resume();
      return { ingress, admin };
    }
  }
}

function portIn(log: string, server: string): number | undefined {
  const line = log.split('\n').find((each) => each.includes(server) && each.includes('server.port'));
  const [, port] = /"server\.port":"?(\d+)/.exec(line ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}
