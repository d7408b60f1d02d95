import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import { during } from './during.ts';
import type { Fleet } from './fleet.ts';
import { subgraphProcess, type Ground } from './nimbusProcesses.ts';
import { planSubgraphs, type PlannedSubgraph } from '../ground/planSubgraphs.ts';
import { explainFailure } from './explainFailure.ts';
import { prepareOnce } from './prepared.ts';
import { keepSecrets } from '../ground/secrets.ts';
import { logOf } from '../ground/site.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { followLog } from '../process/logFile.ts';
import { endStandIn, provideStandIn, releaseStandIn, renewStandIn } from './standIns.ts';
import { together } from './together.ts';

const longestWarningMilliseconds = 20_000;

/** The running subgraphs. */
export interface Roster {
  /** The names of the subgraphs that are started. */
  members(): readonly string[];
  /** Migrates, seeds and starts these. A subgraph that fails is reported and hinders no other; core's failure is thrown. */
  admit(names: readonly string[]): Promise<void>;
  dismiss(names: readonly string[]): Promise<void>;
  /**
   * Replaces a process whose code was changed, not before `warned` has settled, 20 s at most; returns false if the new one does not start:
   * then the old one continues.
   */
  renew(name: string, changed: readonly string[], warned?: Promise<void>): Promise<boolean>;
  /** Replaces a process whose settings were changed; if the new one does not start, the old one continues with the old settings. */
  reconfigure(name: string): Promise<boolean>;
  /** Starts the stand-in of a plugin again, whose code was changed; one that fails is reported. */
  renewStandIn(name: string): Promise<void>;
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
      const provided = await Promise.all(
        planned.map((name) => tolerate(grounds, name, () => provide(grounds, name))),
      );
      const prepared = await prepareTogether(
        grounds,
        planned.filter((_, index) => provided[index]),
      );
      await Promise.all(prepared.map((name) => tolerate(grounds, name, () => serve(grounds, name))));
    },
    async dismiss(names) {
      await Promise.all(names.map((name) => dismiss(grounds, name)));
      for (const name of names) ground.tell(`${name} is stopped, because it is no longer active.`);
    },
    async renew(name, changed, warned) {
      const needsPreparing = changed.some((path) => /^(?:migrations|entities)\b/.test(path));
      const saved: Saved = { what: 'code', files: changed.join(', '), needsPreparing, warned };
      return renew(grounds, name, saved);
    },
    reconfigure: (name) =>
      renew(grounds, name, { what: 'settings', files: basename(ground.settingsFile), needsPreparing: false }),
    renewStandIn: async (name) =>
      void (await tolerate(grounds, name, () => renewStandIn(grounds, plannedAs(ground, name)))),
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
    await prepareOnce(ground, names, signal);
    return names;
  } catch {
    const one = (name: string) => (over: AbortSignal) =>
      tolerate(grounds, name, () => during(`Migrating ${name}`, () => prepareOnce(ground, [name], over)));
    const results = await together(signal, names.map(one));
    return names.filter((_, index) => results[index]);
  }
}

/** A stand-in that has moved is followed by its subgraph, as by a change of its settings. */
async function provide(grounds: Grounds, name: string): Promise<void> {
  const moved = { what: 'settings', files: 'the address of its stand-in', needsPreparing: false } as const;
  await provideStandIn(grounds, plannedAs(grounds.ground, name), () => void renew(grounds, name, moved));
}

async function serve({ ground, fleet, signal }: Grounds, name: string): Promise<void> {
  await fleet.launch(subgraphProcess(ground, plannedAs(ground, name)), signal);
}

async function dismiss({ ground, fleet }: Grounds, name: string): Promise<void> {
  await fleet.dismiss(name);
  const subgraph = ground.subgraphs.find((planned) => planned.name === name);
  if (subgraph) await endStandIn(fleet, subgraph);
}

function plannedAs({ subgraphs }: Ground, name: string): PlannedSubgraph {
  const subgraph = subgraphs.find((planned) => planned.name === name);
  if (!subgraph) throw new VaultError('STACK_FAILED', `${name} is not planned.`);
  return subgraph;
}

interface Saved {
  readonly what: 'code' | 'settings';
  readonly files: string;
  readonly needsPreparing: boolean;
  readonly warned?: Promise<void> | undefined;
}

async function renew(
  grounds: Grounds,
  name: string,
  { what, files, needsPreparing, warned }: Saved,
): Promise<boolean> {
  const { ground, fleet, signal } = grounds;
  const subgraph = ground.subgraphs.find((planned) => planned.name === name);
  if (!subgraph || signal.aborted) return false;
  let readLog: ReturnType<typeof followLog> | undefined;
  try {
    await provide(grounds, name);
    if (needsPreparing) await prepareOnce(ground, [name], signal);
    readLog = followLog(logOf(ground, name));
    await fleet.replace(readyAfter(warned, subgraphProcess(ground, subgraph)), signal);
    await releaseStandIn(grounds, subgraph);
    ground.tell(`${name} runs the saved ${what}: ${files}.`);
    return true;
  } catch (error) {
    const why = explainFailure(readLog?.() || (error as Error).message, subgraph.folder) ?? 'See its log.';
    if (!signal.aborted) ground.tell(`${name} continues with the old ${what}. ${why}`);
    return false;
  }
}

/** No gateway calls a process before its supervisor knows its address. */
function readyAfter(warned: Promise<void> | undefined, spec: ProcessSpec): ProcessSpec {
  if (!warned) return spec;
  return {
    ...spec,
    async onReady(url) {
      await Promise.race([warned, sleep(longestWarningMilliseconds, undefined, { ref: false })]);
      await spec.onReady?.(url);
    },
  };
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
