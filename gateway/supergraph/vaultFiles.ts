import { basename } from 'node:path';
import {
  readActivePlugins,
  VaultError,
  coreName,
  type Refusal,
  type Subgraph,
} from '@nimbusvault/sdk/kernel';
import {
  activeOf,
  type AddressSources,
  type Allows,
  decideSubgraphs,
  hashOf,
  type Instance,
  isTooOld,
  keys,
  type Publishing,
  readAllowed,
  type Registry,
  readSubgraphs,
  settingsIn,
} from '@nimbusvault/runtime/registry';
import type { Composition } from '@nimbusvault/graph';
import { urlsIn } from '../planner/joinedSubgraphs.ts';

const longestUrl = 200;
const mostNamed = 5;

/** The files that list the subgraphs, and the environment that locates them. */
export type VaultFiles = AddressSources;

/** The subgraphs to compose, the refusals, and the files that both were read from. */
export interface Wanted {
  readonly subgraphs: readonly Subgraph[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly string[];
}

/** The registry lists the active plugins and their schemas; if it does not, the files do. Throws SETTINGS_INVALID if the files are invalid. */
export function readWanted(sources: VaultFiles, registry: Registry, publishing: Publishing): Wanted {
  const { settingsFile, supergraphFile, env } = sources;
  const active = activeOf(registry)?.plugins ?? readActivePlugins(settingsIn(sources));
  const plugins = [coreName, ...active];
  const read = readSubgraphs(plugins, supergraphFile, env);
  const { subgraphs: decided, drifted } = decideSubgraphs(registry, read.subgraphs, { plugins, publishing });
  const allows = readAllowed(sources);
  const subgraphs = decided.map((subgraph) => atAllowed(subgraph, allows));
  const isDecided = ({ name }: Refusal) => subgraphs.some((subgraph) => subgraph.name === name);
  const outdated = subgraphs.flatMap((subgraph) => outdatedIn(registry, subgraph) ?? []);
  const isOutdated = ({ name }: Subgraph) => outdated.some((refusal) => refusal.name === name);
  const homeless = subgraphs.filter(({ url }) => urlsIn(url).length === 0);
  return {
    subgraphs: subgraphs.filter((subgraph) => !homeless.includes(subgraph) && !isOutdated(subgraph)),
    refusals: [
      ...read.refusals.filter((refusal) => !isDecided(refusal)),
      ...homeless.map(refuseHomeless),
      ...outdated,
      ...drifted,
    ],
    files: [settingsFile, supergraphFile, ...read.schemaFiles],
  };
}

/** Nobody answers there: a published plugin whose address is not allowed keeps its schema. */
const nowhere = 'http://127.0.0.1:0/graphql';

function atAllowed(subgraph: Subgraph, allows: Allows): Subgraph {
  const isAllowed = urlsIn(subgraph.url).every((url) => allows(subgraph.name, url));
  return isAllowed ? subgraph : { ...subgraph, url: nowhere };
}

/** The processes at addresses that are not allowed are named with the rest. */
export function refuseStrangers(wanted: Wanted, strangers: readonly Instance[]): Wanted {
  const refusals = Map.groupBy(strangers, ({ plugin }) => plugin);
  return { ...wanted, refusals: [...wanted.refusals, ...Array.from(refusals, refuseStranger)] };
}

function refuseStranger([name, strangers]: [string, readonly Instance[]]): Refusal {
  const urls = [...new Set(strangers.map(({ url }) => new URL(url).href.slice(0, longestUrl)))];
  const [where, more] = [urls.slice(0, mostNamed).join(', '), urls.length - mostNamed];
  const fault = `It gets no request at ${where}${more > 0 ? ` and ${more} other addresses` : ''}: the operator does not allow that address. Correct its NIMBUS_URL, or add the address to Base.addresses.${name}.`;
  return { name, code: 'ADDRESS_NOT_ALLOWED', faults: [fault] };
}

/** The refusal of a plugin whose process is built with an SDK that speaks differently. */
function outdatedIn(registry: Registry, { name, sdl }: Subgraph): Refusal | undefined {
  const release = registry.release.get(keys.release({ plugin: name, hash: hashOf(sdl) }));
  if (!release || !isTooOld(release)) return undefined;
  const fault = `${name} was built with SDK ${release.sdk}, whose messages this vault does not take, because they do not name their sender (SDK_TOO_OLD). Build it with a newer one, as docs/upgrading.md says.`;
  return { name, code: 'SDK_TOO_OLD', faults: [fault] };
}

function refuseHomeless({ name }: Subgraph): Refusal {
  const fault = `The routing_url of ${name} is not a URL. Set the environment variable that it refers to, or start the plugin.`;
  return { name, faults: [fault] };
}

/** The refusals for files that cannot be read or composed, by the name of the subgraph. */
export function refuseFiles({ settingsFile, supergraphFile }: VaultFiles, error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof VaultError && error.code === 'COMPOSITION_FAILED')
    return { name: 'supergraph', faults: [message] };
  const fault = message
    .replaceAll(settingsFile, basename(settingsFile))
    .replaceAll(supergraphFile, basename(supergraphFile));
  return {
    name: basename(message.includes(supergraphFile) ? supergraphFile : settingsFile),
    faults: [fault],
  };
}

/** Subgraphs that cannot even be composed are refused with the rest. */
export function refuseToo({ refusals }: Wanted, composition: Composition): Composition {
  return { ...composition, refusals: [...refusals, ...composition.refusals] };
}
