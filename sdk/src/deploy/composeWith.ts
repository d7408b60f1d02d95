import { readPublishing, VaultError } from '../kernel/index.ts';
import { decideSubgraphs } from '../registry/index.ts';
import {
  composeSupergraph,
  coreName,
  readSubgraphs,
  type Composition,
  type Subgraph,
} from '../supergraph/index.ts';
import type { DeployGround } from './ground.ts';

/** The subgraphs of core and these plugins as the gateways would take them. */
export function subgraphsOf(
  { registry, settingsFile, supergraphFile, env }: DeployGround,
  plugins: readonly string[],
): readonly Subgraph[] {
  const names = [coreName, ...plugins];
  const { subgraphs } = readSubgraphs(names, supergraphFile, env);
  const publishing = readPublishing(settingsFile);
  return decideSubgraphs(registry.registry(), subgraphs, { plugins: names, publishing }).subgraphs;
}

/** Core and these plugins, composed. */
export function composeWith(ground: DeployGround, plugins: readonly string[]): Composition {
  const subgraphs = subgraphsOf(ground, plugins);
  return composeSupergraph(subgraphs, subgraphs.slice(0, -1));
}

/** The subgraph of a plugin in a composition. Throws COMPOSITION_FAILED where it is not in it, with what is wrong. */
export function composedSubgraph(plugin: string, { subgraphs, refusals }: Composition): Subgraph {
  const { faults = [] } = refusals.find(({ name }) => name === plugin) ?? {};
  if (faults.length > 0)
    throw new VaultError('COMPOSITION_FAILED', `${plugin} does not compose: ${faults.join(' ')}`);
  const composed = subgraphs.find(({ name }) => name === plugin);
  if (composed) return composed;
  throw new VaultError('COMPOSITION_FAILED', `Nobody knows a schema of ${plugin}. Start it, or publish it.`);
}

/** True for a plugin that has a schema somewhere. */
export function isKnown(ground: DeployGround, plugin: string): boolean {
  return subgraphsOf(ground, [plugin]).some(({ name }) => name === plugin);
}
