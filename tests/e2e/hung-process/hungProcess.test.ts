import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '@nimbusvault/testing';
import { startServers } from '@nimbusvault/vault';
import { expect, test } from 'vitest';
import { environmentOfMore } from '../../support/environmentOfMore.ts';
import { migratePlugins, nimbusSubgraph } from '../../support/faults/plugins.ts';

const patienceMs = 100_000;

/** Loaded before the program: at SIGUSR2 it hangs. */
const hang = `data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', function hangForEver() { for (;;); });`)}`;

interface Life {
  readonly namesPlace: boolean;
  readonly live: number;
  readonly code: number | null;
}

const well: Life = { namesPlace: true, live: 200, code: 0 };

interface Bare {
  readonly bin: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a process, hangs it, waits until it is ready again, and stops it. */
async function hangAndServeAgain({ bin, args = [], env }: Bare): Promise<Life> {
  const child = spawn(process.execPath, ['--import', hang, resolve(bin), ...args], {
    env: { ...env, NIMBUS_STUCK_SECONDS: '3' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (more) => (said += String(more)));
  const ready = () => said.split('\n').filter((line) => line.includes('"msg":"ready"'));
  try {
    await eventually(async () => ready().length === 1, patienceMs);
    child.kill('SIGUSR2');
    await eventually(async () => ready().length === 2, patienceMs);
    const { url } = JSON.parse(ready()[1]!) as { url: string };
    const { status: live } = await fetch(new URL('/health/live', url));
    child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return { namesPlace: said.includes('hangForEver'), live, code };
  } finally {
    child.kill('SIGKILL');
  }
}

test.concurrent(
  'a gateway that hangs serves again, without a supervisor',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-hung-'));
    const life = await hangAndServeAgain({
      bin: 'gateway/bin/nimbus-gateway.mjs',
      env: environmentOfMore(folder),
    });
    expect(life).toEqual(well);
    rmSync(folder, { recursive: true });
  },
  3 * patienceMs,
);

test.concurrent(
  'a subgraph that hangs serves again, without a supervisor',
  async () => {
    await using stack = new AsyncDisposableStack();
    const servers = await startServers();
    stack.defer(() => servers.stop());
    const plugins = stack.use(await migratePlugins('sdk/testing/fixtures', ['Ledger'], servers));
    const life = await hangAndServeAgain({
      bin: nimbusSubgraph,
      args: ['serve', 'Ledger'],
      env: plugins.environmentOf('Ledger'),
    });
    expect(life).toEqual(well);
  },
  3 * patienceMs,
);
