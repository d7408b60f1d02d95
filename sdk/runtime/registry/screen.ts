import type { Allows } from './allowedAddresses.ts';
import type { Instance } from './state/entries.ts';
import { emptyRegistry, type Registry } from './state/registry.ts';

const graceMs = 3_000;

/** Keeps the processes at addresses that are not allowed out of the registry. */
export interface Screen {
  /** Looks at all processes again; returns true if other ones are in it now, or are strangers. */
  look(registry: Registry): boolean;
  /** The registry as of the last look, without the processes that are kept out. */
  screened(): Registry;
  /** The processes that have been at fault for 3 s: a supervisor allows the address of a new one a moment after its start. */
  strangers(): readonly Instance[];
  /** True if a process is at an address that is not allowed. */
  isBusy(): boolean;
}

type Entries = readonly (readonly [string, Instance])[];

/** Lets in the processes that `readAllows` allows; while that throws, as before. A process that has been let in stays for 3 s more. */
export function createScreen(readAllows: () => Allows): Screen {
  const since = new Map<string, number>();
  let allows: Allows = allowsNothing;
  let screened = emptyRegistry();
  let strangers: readonly Instance[] = [];
  return {
    look(registry) {
      allows = tryTo(readAllows) ?? allows;
      const before = namesOf(screened.instance.values(), strangers);
      const all = [...registry.instance];
      const atFault = all.filter(([, { plugin, url, isLeaving }]) => !isLeaving && !allows(plugin, url));
      const late = new Map(latest(atFault, since));
      const isKept = ([key, { url }]: Entries[number]) => screened.instance.get(key)?.url === url;
      const keptOut = new Map(atFault.filter((entry) => late.has(entry[0]) || !isKept(entry)));
      screened = { ...registry, instance: new Map(all.filter(([key]) => !keptOut.has(key))) };
      strangers = [...late.values()];
      return before !== namesOf(screened.instance.values(), strangers);
    },
    screened: () => screened,
    strangers: () => strangers,
    isBusy: () => since.size > 0,
  };
}

function allowsNothing(): boolean {
  return false;
}

function tryTo<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined; // a file that is being written
  }
}

function namesOf(letIn: Iterable<Instance>, strangers: readonly Instance[]): string {
  return JSON.stringify([[...letIn], strangers].map((each) => each.map(({ plugin, id }) => [plugin, id])));
}

/** Those that have been at fault for longer than the grace. */
function latest(atFault: Entries, since: Map<string, number>): Entries {
  const keys = new Set(atFault.map(([key]) => key));
  const now = performance.now();
  for (const key of since.keys()) if (!keys.has(key)) since.delete(key);
  for (const key of keys) if (!since.has(key)) since.set(key, now);
  return atFault.filter(([key]) => now - (since.get(key) ?? now) >= graceMs);
}
