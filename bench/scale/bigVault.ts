import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwnVault, type OwnVault } from '../../tests/support/ownVault.ts';
import { pluginSdl } from '../swap/sdls.ts';

/** A vault with real plugins, each a process with a database and hooks, and many that one process stands in for. */
export interface BigVault extends AsyncDisposable {
  readonly vault: OwnVault;
  readonly plugins: readonly string[];
}

/** Starts a vault of `real` generated plugins and `standIns`; what it does is told on stderr. */
export async function startBigVault(real: number, standIns: number): Promise<BigVault> {
  console.error(`A vault with ${real} real plugins and ${standIns} that one process stands in for`);
  const vault = await startOwnVault();
  const names = Array.from({ length: real }, (_, index) => `Real${index + 1}`);
  for (const name of names) await succeed(vault, 'new', name);
  const standIn = await startStandIns(standIns);
  list(vault, standIn);
  return {
    vault,
    plugins: [...names, ...standIn.names],
    async [Symbol.asyncDispose]() {
      standIn.child.kill();
      await vault[Symbol.asyncDispose]();
    },
  };
}

/** Runs a verb that must succeed, and says how long it took, in ms. */
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

function list({ folder }: OwnVault, { names, origin }: StandIns): void {
  names.forEach((name, index) => writeFileSync(join(folder, `${name}.graphql`), pluginSdl(index + 1)));
  const entries = names.map(
    (name) =>
      `  ${name}:\n    routing_url: ${origin}/${name}/graphql\n    schema:\n      file: ./${name}.graphql\n`,
  );
  appendFileSync(join(folder, 'supergraph.yaml'), entries.join(''));
}
