import { basename } from 'node:path';
import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import { during } from './during.ts';
import type { Fleet } from './fleet.ts';
import { prepareSubgraphs, subgraphProcess, type Ground } from './nimbusProcesses.ts';
import { planSubgraphs } from '../ground/planSubgraphs.ts';
import { explainFailure, markLog } from './explainFailure.ts';
import { keepSecrets } from '../ground/secrets.ts';
import { logOf } from '../ground/site.ts';
import { together } from './together.ts';

/** The running subgraphs. */
export interface Roster {
  /** The names of the subgraphs that are started. */
  members(): readonly string[];
  /** Migrates, seeds and starts these. A subgraph that fails is reported and hinders no other; core's failure is thrown. */
  admit(names: readonly string[]): Promise<void>;
  dismiss(names: readonly string[]): Promise<void>;
  /** Replaces a process whose code was changed; returns false if the new one does not start: then the old one continues. */
  renew(name: string, changed: readonly string[]): Promise<boolean>;
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
      const planned = names.filter((name) => plan(grounds, name));
      const prepared = await prepareTogether(grounds, planned);
      await Promise.all(prepared.map((name) => tolerate(grounds, name, () => serve(grounds, name))));
    },
    async dismiss(names) {
      await Promise.all(names.map((name) => fleet.dismiss(name)));
      for (const name of names) ground.tell(`${name} is stopped, because it is no longer active.`);
    },
    renew: (name, changed) => renew(grounds, name, changed),
  };
}

/** A subgraph that was listed since the vault started gets a role now. */
function plan({ ground }: Grounds, name: string): boolean {
  const { subgraphs, supergraphFile, secrets, stateDir, tell } = ground;
  if (namesOf(ground).includes(name)) return true;
  const found = planSubgraphs(supergraphFile).find((planned) => planned.name === name);
  if (!found) {
    tell(`${name} is not started here: ${basename(supergraphFile)} has no \${env.…} as its routing_url.`);
    return false;
  }
  subgraphs.push(found);
  const { roles, brokers, encryption } = keepSecrets(stateDir, namesOf(ground));
  Object.assign(secrets.roles, roles);
  Object.assign(secrets.brokers, brokers);
  Object.assign(secrets.encryption, encryption);
  ground.onPlan();
  return true;
}

function namesOf({ subgraphs }: Pick<Ground, 'subgraphs'>): string[] {
  return subgraphs.map(({ name }) => name);
}

// One process prepares all; only if that fails does each get its own, to find the guilty one and spare the others.
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

async function renew(
  { ground, fleet, signal }: Grounds,
  name: string,
  changed: readonly string[],
): Promise<boolean> {
  const subgraph = ground.subgraphs.find((planned) => planned.name === name);
  if (!subgraph || signal.aborted) return false;
  let log: ReturnType<typeof markLog> | undefined;
  try {
    if (changed.some((path) => /^(?:migrations|entities)\b/.test(path)))
      await prepareSubgraphs(ground, [name], signal);
    log = markLog(logOf(ground, name));
    await fleet.replace(subgraphProcess(ground, subgraph), signal);
    ground.tell(`${name} runs the saved code: ${changed.join(', ')}.`);
    return true;
  } catch (error) {
    const why = explainFailure(log?.textSince() || (error as Error).message);
    if (!signal.aborted) ground.tell(`${name} continues with the old code. ${why}`);
    return false;
  }
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
    if (name === coreName) throw error;
    if (!signal.aborted) ground.tell((error as Error).message);
    return false;
  }
}
