import {
  catalogueOf,
  keys,
  publicationOf,
  revisionOf,
  unpublishedOf,
  withPublished,
  type Following,
  type Publishing,
  type Registry,
} from '@nimbusvault/runtime/registry';
import type { Subgraph } from '@nimbusvault/sdk/kernel';

interface Served {
  readonly registry: Registry;
  readonly subgraphs: readonly Subgraph[];
}

/** The served schema was checked: the registry stores it, and the release in a file becomes its first. */
export async function publishServed(
  following: Following,
  { registry, subgraphs }: Served,
  publishing: Publishing,
): Promise<void> {
  const by = publishing === 'on-start' ? 'its own start' : 'its file';
  const releases = unpublishedOf(registry, subgraphs);
  const publications = releases.map((release) => publicationOf(registry, release, { by }));
  if (publications.length === 0) return;
  const value = withPublished(catalogueOf(registry), publications);
  await following.write({ key: keys.catalogue, value, revision: revisionOf(registry, keys.catalogue) });
}
