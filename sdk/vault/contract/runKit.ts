import type { Check } from './kit/check.ts';
import { assertionChecks } from './kit/checks/assertionChecks.ts';
import { brokerChecks } from './kit/checks/brokerChecks.ts';
import { databaseChecks } from './kit/checks/databaseChecks.ts';
import { deadLetterChecks } from './kit/checks/deadLetterChecks.ts';
import { catchUpChecks, hookChecks } from './kit/checks/hookChecks.ts';
import { httpChecks } from './kit/checks/httpChecks.ts';
import { orgChecks } from './kit/checks/orgChecks.ts';
import { partChecks } from './kit/checks/partChecks.ts';
import { processChecks } from './kit/checks/processChecks.ts';
import { leavingChecks, registryChecks, rightsChecks } from './kit/checks/registryChecks.ts';
import { retryChecks } from './kit/checks/retryChecks.ts';
import { schemaChecks } from './kit/checks/schemaChecks.ts';
import { switchChecks } from './kit/checks/switchChecks.ts';
import { Broken, LeftOut } from './kit/finding.ts';
import { openWorld, type KitOptions, type World } from './kit/world.ts';

/** The verdict on a clause; `fact` is the reason of a failure or an omission. */
export interface Verdict {
  readonly clause: string;
  readonly title: string;
  readonly state: 'PASSED' | 'FAILED' | 'LEFT OUT';
  readonly fact?: string;
  readonly fix?: string;
}

/** In the order in which they need one another; those that end the process come last. */
const checks: readonly Check[] = [
  ...registryChecks,
  ...schemaChecks,
  ...httpChecks,
  ...assertionChecks,
  ...databaseChecks,
  ...orgChecks,
  ...hookChecks,
  ...deadLetterChecks,
  ...retryChecks,
  ...partChecks,
  ...switchChecks,
  ...brokerChecks,
  ...processChecks,
  ...catchUpChecks,
  ...leavingChecks,
  ...rightsChecks,
];

/** The others look at what these have read. */
const readers: readonly string[] = ['6.1', '6.2', '2.1'];

/** The clauses that the kit tests. */
export const testedClauses: readonly string[] = checks.map(({ clause }) => clause);

/** A process, and the clauses to test: all by default. */
interface KitRun extends KitOptions {
  readonly only?: readonly string[] | undefined;
}

/** Tests a process, clause by clause. Throws STACK_FAILED if it does not start. */
export async function runKit({ only, ...options }: KitRun): Promise<readonly Verdict[]> {
  await using world = await openWorld(options);
  const verdicts: Verdict[] = [];
  const isWanted = (clause: string) => only?.includes(clause) ?? true;
  for (const check of checks)
    if (isWanted(check.clause) || readers.includes(check.clause)) verdicts.push(await judge(check, world));
  return verdicts
    .filter(({ clause }) => isWanted(clause))
    .toSorted((one, other) => placeOf(one) - placeOf(other));
}

function placeOf({ clause }: Verdict): number {
  const [chapter = 0, number = 0] = clause.split('.').map(Number);
  return chapter * 1_000 + number;
}

async function judge({ clause, title, fix, run }: Check, world: World): Promise<Verdict> {
  try {
    await run(world);
    return { clause, title, state: 'PASSED' };
  } catch (error) {
    if (error instanceof LeftOut) return { clause, title, state: 'LEFT OUT', fact: error.message };
    const fact = error instanceof Broken ? error.message : `it cannot be tested: ${(error as Error).message}`;
    return { clause, title, state: 'FAILED', fact, fix };
  }
}
