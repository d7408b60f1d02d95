import type { EntityManager } from '@mikro-orm/core';
import { LRUCache } from 'lru-cache';

/** A switch is believed for so long: every process sees a change within a second. */
const believedMs = 1_000;
const mostKnown = 10_000;

/** The state of a switch, and when it was read, as performance.now counts. */
interface Known {
  readonly isOn: boolean;
  readonly readAt: number;
}

const ofDatabases = new WeakMap<object, LRUCache<string, Known>>();
const turnedAt = new LRUCache<string, number>({ max: mostKnown });

/** The switches of a plugin as this process has read them lately, by organization. */
interface KnownSwitches {
  /** Undefined if it was not read within the last second, or was turned in this process since. */
  fresh(org: string): boolean | undefined;
  /** The last known state, however old. */
  last(org: string): boolean | undefined;
  /** `readAt` is the time before it was read. */
  note(org: string, known: Known): void;
}

/** Returns the switches that are known of the plugin in the database of the entity manager. */
export function knownSwitches(plugin: string, em: EntityManager): KnownSwitches {
  const known = ofDatabases.get(em.config) ?? new LRUCache<string, Known>({ max: mostKnown });
  ofDatabases.set(em.config, known);
  return {
    fresh(org) {
      const { isOn, readAt = -Infinity } = known.get(org) ?? {};
      const isFresh =
        performance.now() - readAt < believedMs && readAt > (turnedAt.get(`${plugin} ${org}`) ?? 0);
      return isFresh ? isOn : undefined;
    },
    last: (org) => known.get(org)?.isOn,
    note: (org, read) => void known.set(org, read),
  };
}

/** The switch was turned in this process: what it knew is not believed any more. */
export function forgetSwitch(plugin: string, org: string): void {
  turnedAt.set(`${plugin} ${org}`, performance.now());
}
