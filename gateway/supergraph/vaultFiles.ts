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
  decideSubgraphs,
  type Publishing,
  type Registry,
  readSubgraphs,
} from '@nimbusvault/runtime/registry';
import type { Composition } from '@nimbusvault/graph';
import { urlsIn } from '../planner/joinedSubgraphs.ts';

/** The files that list the subgraphs, and the environment that locates them. */
export interface VaultFiles {
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The subgraphs to compose, the refusals, and the files that both were read from. */
export interface Wanted {
  readonly subgraphs: readonly Subgraph[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly string[];
}

/** The registry lists the active plugins and their schemas; if it does not, the files do. Throws SETTINGS_INVALID if the files are invalid. */
export function readWanted(
  { settingsFile, supergraphFile, env }: VaultFiles,
  registry: Registry,
  publishing: Publishing,
): Wanted {
  const active = activeOf(registry)?.plugins ?? readActivePlugins(settingsFile);
  const plugins = [coreName, ...active];
  const read = readSubgraphs(plugins, supergraphFile, env);
  const { subgraphs, drifted } = decideSubgraphs(registry, read.subgraphs, { plugins, publishing });
  const isDecided = ({ name }: Refusal) => subgraphs.some((subgraph) => subgraph.name === name);
  const homeless = subgraphs.filter(({ url }) => urlsIn(url).length === 0);
  return {
    subgraphs: subgraphs.filter((subgraph) => !homeless.includes(subgraph)),
    refusals: [
      ...read.refusals.filter((refusal) => !isDecided(refusal)),
      ...homeless.map(refuseHomeless),
      ...drifted,
    ],
    files: [settingsFile, supergraphFile, ...read.schemaFiles],
  };
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
