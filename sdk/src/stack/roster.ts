import { VaultError } from '../kernel/index.ts';
import { during } from './during.ts';
import type { Fleet } from './fleet.ts';
import { prepareSubgraphs, subgraphProcess, type Ground } from './nimbusProcesses.ts';
import { together } from './together.ts';

/** The subgraph without which there is no vault. */
export const core = 'Core';

/** The subgraphs that run. */
export interface Roster {
  /** The names of those that are started. */
  members(): readonly string[];
  /** Migrates, seeds and starts these. One that fails is told and hinders no other; core's failure is thrown. */
  admit(names: readonly string[]): Promise<void>;
  dismiss(names: readonly string[]): Promise<void>;
}

interface Grounds {
  readonly ground: Ground;
  readonly fleet: Fleet;
  readonly signal: AbortSignal;
}

/** Starts and stops subgraphs of a stack whose servers run; `signal` ends that. */
export function openRoster(ground: Ground, fleet: Fleet, signal: AbortSignal): Roster {
  const grounds = { ground, fleet, signal };
  return {
    members: () => namesOf(ground).filter((name) => fleet.has(name)),
    async admit(names) {
      const prepared = await prepareTogether(
        grounds,
        names.filter((name) => isPlanned(ground, name)),
      );
      await Promise.all(prepared.map((name) => tolerate(grounds, name, () => serve(grounds, name))));
    },
    async dismiss(names) {
      await Promise.all(names.map((name) => fleet.dismiss(name)));
      for (const name of names) ground.tell(`${name} is stopped, as it is no longer active.`);
    },
  };
}

function isPlanned({ subgraphs, supergraphFile, tell }: Ground, name: string): boolean {
  const planned = namesOf({ subgraphs }).includes(name);
  if (!planned)
    tell(`${name} is active, but ${supergraphFile} gave it no \${env.…} to run at when this vault started.`);
  return planned;
}

function namesOf({ subgraphs }: Pick<Ground, 'subgraphs'>): string[] {
  return subgraphs.map(({ name }) => name);
}

// One process prepares all; only where that fails does each get its own, to tell who is guilty and spare the others.
async function prepareTogether(grounds: Grounds, names: readonly string[]): Promise<readonly string[]> {
  const { ground, signal } = grounds;
  if (names.length === 0) return names;
  try {
    await prepareSubgraphs(ground, names, signal);
    return names;
  } catch {
    const one = (name: string) => (over: AbortSignal) =>
      tolerate(grounds, name, () =>
        during(`Migrating ${name}`, () => prepareSubgraphs(ground, [name], over)),
      );
    const results = await together(signal, names.map(one));
    return names.filter((_, index) => results[index]);
  }
}

async function serve({ ground, fleet, signal }: Grounds, name: string): Promise<void> {
  const subgraph = ground.subgraphs.find((planned) => planned.name === name);
  if (!subgraph) throw new VaultError('STACK_FAILED', `${name} is not planned.`);
  await fleet.launch(subgraphProcess(ground, subgraph), signal);
}

async function tolerate(
  { ground, signal }: Grounds,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (name === core) throw error;
    if (!signal.aborted) ground.tell((error as Error).message);
    return false;
  }
}
