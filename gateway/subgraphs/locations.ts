import type { Instance } from './instances.ts';
import type { Lease } from './leases.ts';

/** The instances of a subgraph that are called. */
interface Locations {
  /** The instances at these URLs, until they are released. */
  take(name: string, urls: readonly string[]): Taken;
  /** The last known location of a subgraph; undefined if it never had one. */
  of(name: string): readonly Instance[] | undefined;
  /** A subgraph that is omitted keeps its last location. */
  locate(places: ReadonlyMap<string, readonly string[]>): void;
}

interface Taken {
  readonly instances: readonly Instance[];
  release(): void;
}

export function createLocations(lease: (name: string, url: string) => Lease<Instance>): Locations {
  const located = new Map<string, Taken & { readonly key: string }>();
  const take = (name: string, urls: readonly string[]): Taken => {
    const leases = urls.map((url) => lease(name, url));
    return {
      instances: leases.map(({ value }) => value),
      release: () => leases.forEach(({ end }) => end()),
    };
  };
  return {
    take,
    of: (name) => located.get(name)?.instances,
    locate(places) {
      for (const [name, urls] of places) {
        const key = urls.join(' ');
        const before = located.get(name);
        if (before?.key === key) continue;
        located.set(name, { ...take(name, urls), key });
        before?.release();
      }
    },
  };
}
