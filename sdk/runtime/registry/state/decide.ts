import type { Refusal, Subgraph } from '@nimbusvault/sdk/kernel';
import { hashOf, keys, type Catalogue, type Instance, type Publication, type Release } from './entries.ts';
import { instancesOf, publishedHashes, publishedOf, type Registry } from './registry.ts';

const mostRemembered = 5;

/** When a release counts as checked: once a running process brings it and it composes, or once somebody has published it. */
export type Publishing = 'on-start' | 'by-command';

/** The subgraphs to compose, and those of which a process runs a schema that nobody has checked. */
interface Decision {
  readonly subgraphs: readonly Subgraph[];
  readonly drifted: readonly Refusal[];
}

/**
 * Chooses the schema of each of these plugins: of the releases that were checked the newest that runs, else the newest;
 * `files` are what the files say of those that the registry does not know.
 */
export function decideSubgraphs(
  registry: Registry,
  files: readonly Subgraph[],
  { plugins, publishing }: { readonly plugins: readonly string[]; readonly publishing: Publishing },
): Decision {
  const chosen = plugins.map((name) => {
    const file = files.find((subgraph) => subgraph.name === name);
    return { name, subgraph: chooseSubgraph(registry, name, { file, publishing }) };
  });
  return {
    subgraphs: chosen.flatMap(({ subgraph }) => subgraph ?? []),
    drifted: publishing === 'on-start' ? [] : plugins.flatMap((name) => driftOf(registry, name, files)),
  };
}

interface Sources {
  readonly file: Subgraph | undefined;
  readonly publishing: Publishing;
}

function chooseSubgraph(registry: Registry, name: string, { file, publishing }: Sources) {
  const running = instancesOf(registry, name);
  const checked = checkedHashes(registry, name, file);
  const unchecked =
    publishing === 'on-start' ? newestFirst(running).filter((hash) => !checked.includes(hash)) : [];
  const candidates = [...unchecked, ...checked].flatMap(
    (hash) => schemaOf(registry, name, { hash, file }) ?? [],
  );
  const runs = ({ hash }: Schema) => running.some((instance) => instance.hash === hash);
  const schema = candidates.find(runs) ?? candidates[0];
  if (!schema) return undefined;
  const url = file?.url || publishedOf(registry, name)?.url || running[0]?.url || '';
  return { name, url, sdl: schema.sdl, file: schema.file };
}

function newestFirst(running: readonly Instance[]): readonly string[] {
  return running.toSorted((a, b) => b.since - a.since).map(({ hash }) => hash);
}

/** The newest first. What a file says was checked when it was committed. */
function checkedHashes(registry: Registry, name: string, file: Subgraph | undefined): readonly string[] {
  const published = publishedOf(registry, name);
  if (published) return publishedHashes(published);
  return file ? [hashOf(file.sdl)] : [];
}

interface Schema {
  readonly hash: string;
  readonly sdl: string;
  readonly file: string;
}

function schemaOf(
  registry: Registry,
  name: string,
  { hash, file }: { readonly hash: string; readonly file: Subgraph | undefined },
): Schema | undefined {
  const release = registry.release.get(keys.release({ plugin: name, hash }));
  const text = `schema of ${name}`;
  if (release) return { hash, sdl: release.sdl, file: file?.file ?? text };
  return file && hashOf(file.sdl) === hash ? { hash, sdl: file.sdl, file: file.file ?? text } : undefined;
}

function driftOf(registry: Registry, name: string, files: readonly Subgraph[]): readonly Refusal[] {
  const file = files.find((subgraph) => subgraph.name === name);
  const checked = checkedHashes(registry, name, file);
  const drifted = instancesOf(registry, name).filter(({ hash }) => !checked.includes(hash));
  if (drifted.length === 0) return [];
  const where = drifted.map(({ url }) => url).join(', ');
  const fault = `A process of it (${where}) has a schema that nobody has checked; the last good one is served. Publish it with "nimbus publish ${name}", or start what was published.`;
  return [{ name, faults: [fault] }];
}

/** The URLs of each served subgraph: the instances of just that schema, else all; left out if none runs. */
export function placesOf(
  registry: Registry,
  subgraphs: readonly Subgraph[],
): ReadonlyMap<string, readonly string[]> {
  const places = subgraphs.map(({ name, sdl }) => {
    const [running, served] = [instancesOf(registry, name), hashOf(sdl)];
    const fitting = running.filter(({ hash }) => hash === served);
    const chosen = fitting.length > 0 ? fitting : running;
    return [name, chosen.map(({ url }) => url).toSorted()] as const;
  });
  return new Map(places.filter(([, urls]) => urls.length > 0));
}

/** Subgraphs with the addresses at which they run. */
export function locatedIn(registry: Registry, subgraphs: readonly Subgraph[]): readonly Subgraph[] {
  const places = placesOf(registry, subgraphs);
  return subgraphs.map((subgraph) => ({
    ...subgraph,
    url: places.get(subgraph.name)?.join(' ') ?? subgraph.url,
  }));
}

/** The releases that are served although nobody has published them: they have composed. */
export function unpublishedOf(registry: Registry, served: readonly Subgraph[]): readonly Release[] {
  return served.flatMap(({ name, sdl }) => {
    const hash = hashOf(sdl);
    const published = publishedOf(registry, name);
    if (published && publishedHashes(published).includes(hash)) return [];
    return registry.release.get(keys.release({ plugin: name, hash })) ?? [];
  });
}

interface Publisher {
  readonly by: string;
  readonly url?: string | undefined;
  /** Whether somebody publishes it by a command. */
  readonly isReleased?: boolean;
}

/** A release, published: what was published before it can be gone back to. */
export function publicationOf(
  registry: Registry,
  { plugin, hash }: Pick<Release, 'plugin' | 'hash'>,
  { by, url, isReleased = false }: Publisher,
): Publication {
  const before = publishedOf(registry, plugin);
  const earlier = before ? publishedHashes(before).filter((each) => each !== hash) : [];
  const place = url ?? before?.url ?? instancesOf(registry, plugin)[0]?.url;
  return {
    plugin,
    hash,
    previous: earlier.slice(0, mostRemembered),
    released: isReleased ? hash : before?.released,
    url: place,
    by,
    at: new Date().toISOString(),
  };
}

/** The catalogue with these publications in it. */
export function withPublished(catalogue: Catalogue, publications: readonly Publication[]): Catalogue {
  const added = Object.fromEntries(publications.map((publication) => [publication.plugin, publication]));
  return { ...catalogue, published: { ...catalogue.published, ...added } };
}
