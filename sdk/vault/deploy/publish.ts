import { onRecord, VaultError, coreName } from '@nimbusvault/sdk/kernel';
import {
  catalogueOf,
  keys,
  publicationOf,
  publishedOf,
  revisionOf,
  withPublished,
  type Catalogue,
  type Registry,
  type Release,
} from '@nimbusvault/runtime/registry';
import { composedSubgraph, composeWith } from './composeWith.ts';
import type { DeployGround } from './ground.ts';
import { activePlugins, untilConnected } from './setActive.ts';
import { until } from './until.ts';

const mostTries = 10;

interface PublishOptions {
  readonly by: string;
  readonly why?: string | undefined;
  /** The URL behind its team's own load balancer. */
  readonly url?: string | undefined;
}

/**
 * Checks a release against the active plugins, and makes it the one that gateways serve once a process runs it; nothing
 * can change between the check and that. The vault's own log records it first. Throws COMPOSITION_FAILED.
 */
export async function publish(
  release: Release,
  ground: DeployGround,
  options: PublishOptions,
): Promise<'published' | 'unchanged'> {
  await untilConnected(ground);
  if (isPublished(release, ground, options)) return 'unchanged';
  const { plugin, hash, version } = release;
  const { by, why = null, url = null } = options;
  const subject = { action: 'plugin.published', subjectType: 'Plugin', subjectId: plugin };
  const deed = { ...subject, by, reason: why, details: { version, hash, url } };
  return onRecord(ground.registry.note, deed, () => writeRelease(release, ground, options));
}

function isPublished(
  { plugin, hash }: Release,
  { registry }: DeployGround,
  { url }: PublishOptions,
): boolean {
  const before = publishedOf(registry.registry(), plugin);
  return before?.hash === hash && before.released === hash && (url ?? before.url) === before.url;
}

async function writeRelease(
  release: Release,
  ground: DeployGround,
  options: PublishOptions,
): Promise<'published' | 'unchanged'> {
  const { registry, tell } = ground;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = registry.registry();
    const revision = revisionOf(now, keys.catalogue);
    if (isPublished(release, ground, options)) return 'unchanged';
    const value = withPublished(catalogueOf(now), [
      publicationOf(now, release, { ...options, isReleased: true }),
    ]);
    checkRelease(release, ground, value);
    tell(`${release.plugin} composes with the active plugins.`);
    await registry.write({ key: keys.release(release), value: release, revision: 0 });
    const isWritten = await registry.write({ key: keys.catalogue, value, revision });
    await until(() => revisionOf(registry.registry(), keys.catalogue) > revision || undefined, 2_000);
    if (isWritten) return 'published';
    tell('Somebody else has published or activated something meanwhile: checking again.');
  }
  throw new VaultError('STACK_FAILED', 'The registry changed during every try. Try again.');
}

/** Throws COMPOSITION_FAILED if it does not compose with the others of the catalogue. */
function checkRelease(release: Release, ground: DeployGround, catalogue: Catalogue): void {
  const now = ground.registry.registry();
  const { plugin } = release;
  const instances = [...now.instance].filter(([, instance]) => instance.plugin !== plugin);
  const then: Registry = {
    ...now,
    release: new Map(now.release).set(keys.release(release), release),
    instance: new Map(instances),
    catalogue: new Map([[keys.catalogue, catalogue]]),
  };
  const others = activePlugins(ground).filter((name) => name !== plugin);
  const plugins = plugin === coreName ? others : [...others, plugin];
  const published = { ...ground, registry: { ...ground.registry, registry: () => then } };
  composedSubgraph(plugin, composeWith(published, plugins));
}
