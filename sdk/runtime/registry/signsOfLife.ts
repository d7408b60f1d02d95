import { keys } from './state/entries.ts';
import type { Registry } from './state/registry.ts';

/** The time at which each instance and each gateway was last seen, by this process's own clock. */
interface SignsOfLife {
  heard(key: string, at: number): void;
  /** Removes silent entries from the registry; returns true if there were any. */
  bury(registry: Registry): boolean;
}

export function createSignsOfLife(longestSilenceMs: number): SignsOfLife {
  const heardAt = new Map<string, number>();
  return {
    heard: (key, at) => void heardAt.set(key, at),
    bury(registry) {
      const now = Date.now();
      const isSilent = (key: string) => now - (heardAt.get(key) ?? 0) > longestSilenceMs;
      const instances = [...registry.instance.values()].map(keys.instance);
      const gateways = [...registry.gateway.values()].map(({ id }) => keys.gateway(id));
      const silent = [...instances, ...gateways].filter(isSilent);
      for (const key of silent) {
        registry.instance.delete(key);
        registry.gateway.delete(key);
        heardAt.delete(key);
      }
      return silent.length > 0;
    },
  };
}
