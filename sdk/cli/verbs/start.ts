import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { buildExplorer, startStack, type Stack } from '@nimbusvault/vault';
import { print, say } from '@nimbusvault/runtime/output';
import type { Verb } from '@nimbusvault/runtime/process';
import { table } from './table.ts';

const defaultPort = '4000';

/** `nimbus start`: the whole vault on this machine, until Ctrl-C. */
export const start: Verb = {
  summary:
    'Starts PostgreSQL, NATS, core, the active plugins and the gateway, and keeps them alive until Ctrl-C.',
  usage: 'nimbus start',
  async run(args) {
    parseArgs({ args, options: {} });
    const stopped = whenStopped();
    const explorer = buildExplorer();
    try {
      await serve(stopped);
    } finally {
      await explorer.stop();
    }
    return 0;
  },
};

async function serve(stopped: AbortSignal): Promise<void> {
  const stack = await startUnless(stopped);
  if (!stack) return;
  print(describe(stack));
  await untilAborted(stopped);
  say('Stopping …');
  await stack.stop();
}

function whenStopped(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => asked.abort());
  return asked.signal;
}

async function startUnless(stopped: AbortSignal): Promise<Stack | undefined> {
  const { env } = process;
  try {
    return await startStack({
      stateDir: env['NIMBUS_STATE'] ?? '.nimbus',
      port: portOf(env['NIMBUS_PORT'] ?? defaultPort),
      settingsFile: env['NIMBUS_SETTINGS'],
      supergraphFile: env['NIMBUS_SUPERGRAPH'],
      onProgress: (line) => say(`${secondsSinceStart()}  ${line}`),
      signal: stopped,
    });
  } catch (error) {
    if (stopped.aborted) return undefined;
    throw error;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new VaultError('SETTINGS_INVALID', `NIMBUS_PORT is "${text}", but must be a number from 0 to 65535.`);
}

function secondsSinceStart(): string {
  return `${(performance.now() / 1000).toFixed(1)} s`.padStart(7);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function describe({ gatewayUrl, stateDir, developmentToken, processes }: Stack): string {
  const rows = processes().map(({ name, url, status, pid }) => [
    name,
    withoutPassword(url),
    status,
    String(pid ?? ''),
  ]);
  const token = developmentToken && `Token of ada@acme, for 30 days:\n${developmentToken}`;
  return [
    table(['name', 'url', 'status', 'pid'], rows),
    `GraphQL   ${gatewayUrl}\nExplorer  ${new URL('/', gatewayUrl).href}\nState     ${stateDir}`,
    token ?? 'The settings trust another identity key than this stack’s: use your own token.',
    'Ctrl-C stops everything.',
  ].join('\n\n');
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
