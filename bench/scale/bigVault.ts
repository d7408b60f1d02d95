import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwnVault, type OwnVault } from '../../tests/support/ownVault.ts';
import { runNimbus } from '../../tests/support/runNimbus.ts';
import { pluginSdl } from '../swap/sdls.ts';

/** A vault with real plugins, each a process with a database and hooks, and many plugins that one process simulates. */
interface BigVault extends AsyncDisposable {
  readonly vault: OwnVault;
  /** The real plugins; all except the last are active. */
  readonly real: readonly string[];
}

/** Starts a vault of `number` generated plugins, ten of them real. */
export async function startBigVault(number: number): Promise<BigVault> {
  const real = Array.from({ length: 10 }, (_, index) => `Real${index + 1}`);
  const standIns = await startStandIns(number - real.length);
  const active = [...real.slice(0, -1), ...standIns.names];
  const vault = await startOwnVault(
    (settings) => ({ ...settings, Base: { ...settings.Base, active_plugins: active } }),
    async (folder) => {
      for (const name of real) await runNimbus(['new', name], { cwd: folder, env: {} });
      list(folder, standIns);
    },
  );
  return {
    vault,
    real,
    async [Symbol.asyncDispose]() {
      standIns.child.kill();
      await vault[Symbol.asyncDispose]();
    },
  };
}

/** Runs a verb that must succeed; returns its duration, in ms. */
export async function succeed(vault: OwnVault, ...args: readonly string[]): Promise<number> {
  const began = performance.now();
  const { code, stderr } = await vault.nimbus(...args);
  if (code !== 0) throw new Error(`nimbus ${args.join(' ')} failed: ${stderr}`);
  return performance.now() - began;
}

interface StandIns {
  readonly names: readonly string[];
  readonly origin: string;
  readonly child: ChildProcess;
}

async function startStandIns(number: number): Promise<StandIns> {
  const script = join(import.meta.dirname, '../swap/standIn.ts');
  const child = fork(script, [String(number + 1)], { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  const names = Array.from({ length: number }, (_, index) => `P${index + 1}`);
  return { names, origin: `http://127.0.0.1:${port}`, child };
}

function list(folder: string, { names, origin }: StandIns): void {
  names.forEach((name, index) => writeFileSync(join(folder, `${name}.graphql`), pluginSdl(index + 1)));
  const entries = names.map(
    (name) =>
      `  ${name}:\n    routing_url: ${origin}/${name}/graphql\n    schema:\n      file: ./${name}.graphql\n`,
  );
  appendFileSync(join(folder, 'supergraph.yaml'), entries.join(''));
}
