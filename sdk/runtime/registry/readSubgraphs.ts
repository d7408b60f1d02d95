import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import type { Refusal, Subgraph } from '@nimbusvault/sdk/kernel';
import { readSupergraphConfig, type SupergraphConfig } from './supergraphConfig.ts';

/** The content of the files now: core and the active plugins, those that cannot be read, and the schema files that were looked at. */
interface SubgraphSources {
  readonly subgraphs: readonly Subgraph[];
  readonly refusals: readonly Refusal[];
  readonly schemaFiles: readonly string[];
}

/** These subgraphs, each with its committed schema. Throws SETTINGS_INVALID. */
export function readSubgraphs(
  names: readonly string[],
  supergraphFile: string,
  env: NodeJS.ProcessEnv = process.env,
): SubgraphSources {
  const config = readSupergraphConfig(supergraphFile, env);
  const results = names.map((name) => readSubgraph(name, config, supergraphFile));
  return {
    subgraphs: results.filter((result) => 'sdl' in result),
    refusals: results.filter((result) => 'faults' in result),
    schemaFiles: config.subgraphs
      .filter(({ name }) => names.includes(name))
      .map(({ schemaFile }) => schemaFile),
  };
}

function readSubgraph(name: string, config: SupergraphConfig, supergraphFile: string): Subgraph | Refusal {
  const entry = config.subgraphs.find((subgraph) => subgraph.name === name);
  if (!entry) {
    return refuse(
      name,
      `${name} is active, but ${basename(supergraphFile)} has no entry for it. Add one, or remove it from active_plugins.`,
    );
  }
  const file = relative(dirname(supergraphFile), entry.schemaFile);
  try {
    return { name, url: entry.routingUrl ?? '', sdl: readFileSync(entry.schemaFile, 'utf8'), file };
  } catch {
    return refuse(name, `${file} cannot be read. Write it with "nimbus schema ${name}".`);
  }
}

function refuse(name: string, fault: string): Refusal {
  return { name, faults: [fault] };
}
