import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { unusedPort } from './unusedPort.ts';
import type { OwnVault } from '../../support/ownVault.ts';
import { readStackState } from '@nimbusvault/vault';

/** A plugin in another language, and its two commands. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly program: string;
  readonly migrate: readonly string[];
  readonly serve: readonly string[];
  /** The reason for leaving it out where it is not installed. */
  readonly absence: string;
}

/** Its process beside a whole vault, as its team starts it. */
interface ForeignProcess extends AsyncDisposable {
  /** As its owner sees its tables. */
  readonly databaseUrl: string;
  kill(): Promise<void>;
  start(): void;
}

/** Migrates the plugin and starts it; the vault's operator has allowed its address. */
export async function startForeign(example: Example, vault: OwnVault): Promise<ForeignProcess> {
  const { databaseUrl, natsUrl, keys } = readStackState(vault.stack.stateDir);
  const runtime = new URL(databaseUrl);
  Object.assign(runtime, { username: `vault_${example.name.toLowerCase()}`, password: 'its-own' });
  const PORT = String(await unusedPort());
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT,
    NIMBUS_URL: `http://127.0.0.1:${PORT}/graphql`,
    DATABASE_URL: runtime.href,
    OWNER_DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    NIMBUS_ASSERTION_PUBLIC_KEY: keys.assertionPublic,
  };
  const run = (args: readonly string[]) =>
    spawn(example.program, args, { cwd: example.folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  await once(run(example.migrate), 'exit');
  let child = run(example.serve);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    databaseUrl,
    kill,
    start: () => void (child = run(example.serve)),
    [Symbol.asyncDispose]: kill,
  };
}
