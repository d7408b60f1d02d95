import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readActivePlugins, VaultError } from '@nimbusvault/sdk/kernel';
import { readSupergraphConfig, settingsIn } from '@nimbusvault/runtime/registry';
import { freeBytes } from './ground/freeBytes.ts';
import { claimPort } from './ground/ports.ts';
import { findNatsServer } from './nats/findNatsServer.ts';
import { postgresBinaries } from './postgres/binaries.ts';
import { findStackState } from './ground/stackState.ts';

const oldestNode = 26;
const leastFreeMb = 500;

/** One requirement of a vault; `fault` states what is wrong and the remedy. */
interface Examined {
  readonly what: string;
  readonly found: string;
  readonly fault?: string;
}

interface Examination {
  readonly stateDir: string;
  readonly port: number;
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: (line: string) => void;
}

/** Checks whether a vault can run on this machine: each requirement, one after the other. */
export async function examine(examination: Examination): Promise<readonly Examined[]> {
  const { stateDir, port, settingsFile, supergraphFile, env, tell } = examination;
  const running = findStackState(stateDir);
  return [
    await look('Node', async () => demandNode()),
    await look('PostgreSQL', async () => env['DATABASE_URL'] || postgresBinaries()),
    await look('nats-server', async () => env['NATS_URL'] || findNatsServer({ env, tell })),
    await look('state folder', async () => demandRoom(stateDir)),
    await look('gateway port', async () =>
      running ? `${running.gatewayUrl} answers` : String(await claimPort(port)),
    ),
    await look(
      'vault-settings.json',
      async () =>
        `active: ${readActivePlugins(settingsIn({ settingsFile, supergraphFile })).join(', ') || 'none'}`,
    ),
    await look('supergraph.yaml', async () => demandSchemas(supergraphFile)),
    { what: 'vault', found: running ? `runs as process ${running.pid}` : 'does not run: npm start' },
  ];
}

async function look(what: string, find: () => Promise<string>): Promise<Examined> {
  try {
    return { what, found: await find() };
  } catch (error) {
    return { what, found: '', fault: (error as Error).message };
  }
}

function demandNode(): string {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= oldestNode) return node;
  throw new VaultError(
    'STACK_FAILED',
    `It is ${node}, but ${oldestNode} is required. Run "npm ci --include=optional", which installs it.`,
  );
}

function demandRoom(stateDir: string): string {
  const folder = resolve(stateDir);
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
  const freeMb = Math.floor(freeBytes(folder) / 1_000_000);
  if (freeMb >= leastFreeMb) return `${folder}, ${freeMb} MB free`;
  throw new VaultError(
    'STACK_FAILED',
    `${folder} has ${freeMb} MB left, but a vault needs ${leastFreeMb} MB. Free some space, or set NIMBUS_STATE to a folder on another disk.`,
  );
}

function demandSchemas(supergraphFile: string): string {
  const { subgraphs } = readSupergraphConfig(supergraphFile);
  const missing = subgraphs.filter(({ schemaFile }) => !existsSync(schemaFile)).map(({ name }) => name);
  if (missing.length === 0) return subgraphs.map(({ name }) => name).join(', ');
  const verbs = missing.map((name) => `nimbus schema ${name} --out …/schema.graphql`).join(', ');
  throw new VaultError(
    'STACK_FAILED',
    `schema.graphql of ${missing.join(', ')} is missing. Write it: ${verbs}.`,
  );
}
