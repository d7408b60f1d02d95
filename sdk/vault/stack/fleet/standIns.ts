import { findStandIns, readSettingsText, resolveAll } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';
import type { PlannedSubgraph } from '../ground/planSubgraphs.ts';
import type { Fleet } from './fleet.ts';
import { standInName, standInProcess, type Ground } from './nimbusProcesses.ts';
import { settingsEnvironment } from './sections.ts';

/** A stack whose subgraphs have stand-ins. */
interface Grounds {
  readonly ground: Ground;
  readonly fleet: Fleet;
  readonly signal: AbortSignal;
}

/**
 * Starts the server that stands for a subgraph's outside system, if its settings ask for one and it does not run. `onMove` is called when it
 * comes back at another address. Throws STACK_FAILED if it does not start.
 */
export async function provideStandIn(
  { ground, fleet, signal }: Grounds,
  subgraph: PlannedSubgraph,
  onMove: () => void,
): Promise<void> {
  const name = standInName(subgraph.name);
  if (!asksForStandIn(ground, subgraph.name)) return void delete subgraph.standIn;
  if (fleet.has(name)) return void (subgraph.standIn = fleet.find(name).url);
  const onPlace = (url: string) => {
    const isMoved = subgraph.standIn !== undefined && subgraph.standIn !== url;
    subgraph.standIn = url;
    if (isMoved) onMove();
  };
  try {
    await fleet.launch(standInProcess(ground, subgraph, onPlace), signal);
  } catch (error) {
    await fleet.dismiss(name);
    throw error;
  }
  ground.tell(`${subgraph.name} does not call its outside system, but the stand-in at ${subgraph.standIn}.`);
}

/** Stops the stand-in of a subgraph whose process was started without it. */
export async function releaseStandIn({ fleet }: Grounds, subgraph: PlannedSubgraph): Promise<void> {
  if (subgraph.standIn === undefined) await fleet.dismiss(standInName(subgraph.name));
}

/** Stops the stand-in of a subgraph. */
export async function endStandIn(fleet: Fleet, subgraph: PlannedSubgraph): Promise<void> {
  delete subgraph.standIn;
  await fleet.dismiss(standInName(subgraph.name));
}

/** Starts the stand-in of a subgraph again, at its address, with the code of now. */
export async function renewStandIn({ ground, fleet }: Grounds, subgraph: PlannedSubgraph): Promise<void> {
  const name = standInName(subgraph.name);
  if (!fleet.has(name)) return;
  const standIn = fleet.find(name);
  await standIn.stop();
  await standIn.start();
  ground.tell(`${name} runs the saved code, and has forgotten what it had.`);
}

/** A file that cannot be read asks for what it asked for before. */
function asksForStandIn(ground: Ground, name: string): boolean {
  try {
    const { value } = resolveAll(readSettingsText(settingsIn(ground))[name], [], settingsEnvironment(ground));
    return findStandIns(value, []).length > 0;
  } catch {
    return ground.subgraphs.some((subgraph) => subgraph.name === name && subgraph.standIn !== undefined);
  }
}
