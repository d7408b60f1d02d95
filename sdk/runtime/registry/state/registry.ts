import { isDeepStrictEqual } from 'node:util';
import {
  entrySchemas,
  keys,
  type Activation,
  type Catalogue,
  type GatewayReport,
  type Instance,
  type Publication,
  type Release,
  type Revocation,
} from './entries.ts';

/** Everything that is registered now, by key. */
export interface Registry {
  readonly release: Map<string, Release>;
  readonly catalogue: Map<string, Catalogue>;
  readonly instance: Map<string, Instance>;
  readonly revoked: Map<string, Revocation>;
  readonly gateway: Map<string, GatewayReport>;
  readonly revisions: Map<string, number>;
}

/** One key as the broker has it; no value once it is gone. */
export interface Entry {
  readonly key: string;
  readonly revision: number;
  readonly value?: unknown;
}

export function emptyRegistry(): Registry {
  return {
    release: new Map(),
    catalogue: new Map(),
    instance: new Map(),
    revoked: new Map(),
    gateway: new Map(),
    revisions: new Map(),
  };
}

/** The effect of an entry on the registry: 'none' for an invalid one. */
export type Effect = 'changed' | 'same' | 'none';

/** Takes an entry into the registry. */
export function noteEntry(registry: Registry, { key, revision, value }: Entry): Effect {
  const kind = kindOf(key);
  if (!kind) return 'none';
  const entries: Map<string, unknown> = registry[kind];
  if (value === undefined) {
    registry.revisions.delete(key);
    return entries.delete(key) ? 'changed' : 'same';
  }
  const parsed = entrySchemas[kind].safeParse(value);
  if (!parsed.success || ownKey[kind](parsed.data as never) !== key) return 'none';
  registry.revisions.set(key, revision);
  if (isDeepStrictEqual(entries.get(key), parsed.data)) return 'same';
  entries.set(key, parsed.data);
  return 'changed';
}

type EntryKind = keyof typeof entrySchemas;

/** The key of each kind of value: the writer of a key is not believed about another plugin. */
const ownKey: { readonly [Kind in EntryKind]: (value: never) => string } = {
  release: (value: Release) => keys.release(value),
  instance: (value: Instance) => keys.instance(value),
  gateway: ({ id }: GatewayReport) => keys.gateway(id),
  revoked: (value: Revocation) => keys.revoked(value),
  catalogue: () => keys.catalogue,
};

/** The kind of a key, by its first word. */
export function kindOf(key: string): EntryKind | undefined {
  const [word = ''] = key.split('.');
  return Object.hasOwn(entrySchemas, word) ? (word as EntryKind) : undefined;
}

/** The revision of a key, 0 where it was never written: what a compare-and-set compares. */
export function revisionOf(registry: Registry, key: string): number {
  return registry.revisions.get(key) ?? 0;
}

const undecided: Catalogue = { published: {} };

export function catalogueOf(registry: Registry): Catalogue {
  return registry.catalogue.get(keys.catalogue) ?? undecided;
}

export function activeOf(registry: Registry): Activation | undefined {
  return catalogueOf(registry).active;
}

export function publishedOf(registry: Registry, plugin: string): Publication | undefined {
  return catalogueOf(registry).published[plugin];
}

/** The release of a plugin that somebody published last, and not only a gateway. */
export function releasedOf(registry: Registry, plugin: string): Release | undefined {
  const hash = publishedOf(registry, plugin)?.released;
  return hash === undefined ? undefined : registry.release.get(keys.release({ plugin, hash }));
}

/** The processes of a plugin that may be asked. */
export function instancesOf(registry: Registry, plugin: string): readonly Instance[] {
  return [...registry.instance.values()].filter(
    (instance) => instance.plugin === plugin && !instance.isLeaving,
  );
}

/** The releases of a plugin that were published, by their hashes, the newest first. */
export function publishedHashes({ hash, previous }: Publication): readonly string[] {
  return [hash, ...previous];
}

function lastingHashes(publication: Publication): ReadonlySet<string> {
  const { released } = publication;
  return new Set([...publishedHashes(publication), ...(released === undefined ? [] : [released])]);
}

/** Whether the access of this user, or of their whole organization, has ended. */
export function isRevoked({ revoked }: Registry, org: string, userId: string | null): boolean {
  if (revoked.size === 0) return false;
  const isOut = (key: string) => revoked.get(key)?.isRevoked === true;
  return isOut(keys.revoked({ org })) || (userId !== null && isOut(keys.revoked({ org, userId })));
}

/** The entries that outlive a broker that has lost everything: the releases that were published, the active plugins, and whose access has ended. */
export function lastingEntries(registry: Registry): readonly Entry[] {
  const releases = Object.values(catalogueOf(registry).published).flatMap((publication) =>
    [...lastingHashes(publication)].flatMap((hash) => {
      const key = keys.release({ plugin: publication.plugin, hash });
      const value = registry.release.get(key);
      return value ? [{ key, value, revision: 0 }] : [];
    }),
  );
  const decided = [...registry.catalogue, ...registry.revoked].map(([key, value]) => ({
    key,
    value,
    revision: 0,
  }));
  return [...releases, ...decided];
}
