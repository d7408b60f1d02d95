import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { writePrivately } from './writePrivately.ts';

const stackState = z.object({
  pid: z.number(),
  gatewayUrl: z.string(),
  databaseUrl: z.string(),
  natsUrl: z.string(),
  subgraphs: z.record(
    z.string(),
    z.object({ url: z.string(), variable: z.string(), databaseUrl: z.string() }),
  ),
  settingsFile: z.string(),
  supergraphFile: z.string(),
  keys: z.object({
    assertionPrivate: z.string(),
    assertionPublic: z.string(),
    identityPrivate: z.string(),
    identityPublic: z.string(),
  }),
});

/** The content of stack.json, by which a running vault informs the other verbs: its full URLs, and its keys as JWK texts. */
export type StackState = z.infer<typeof stackState>;

/** Reads the stack.json of a running vault. Throws STACK_FAILED if none runs. */
export function readStackState(stateDir: string): StackState {
  const state = findStackState(stateDir);
  if (state) return state;
  throw new VaultError(
    'STACK_FAILED',
    `No vault runs on ${stateDir}. Start one with "npm start", or name the state folder of one that runs: NIMBUS_STATE=<folder>/.nimbus.`,
  );
}

/** True if a vault has run on the folder, and has not been stopped. */
export function hasStackState(stateDir: string): boolean {
  return existsSync(fileIn(stateDir));
}

/** Returns the stack.json of a running vault, or undefined if none runs. */
export function findStackState(stateDir: string): StackState | undefined {
  const file = fileIn(stateDir);
  const state = existsSync(file) ? stackState.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  return state && isAlive(state.pid) ? state : undefined;
}

export function writeStackState(stateDir: string, state: StackState): void {
  writePrivately(fileIn(stateDir), state);
}

export function removeStackState(stateDir: string): void {
  rmSync(fileIn(stateDir), { force: true });
}

function fileIn(stateDir: string): string {
  return join(stateDir, 'stack.json');
}

/** A killed supervisor leaves its file behind. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
