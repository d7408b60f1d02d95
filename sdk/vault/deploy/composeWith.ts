import { readPublishing, VaultError, coreName, type Subgraph } from '@nimbusvault/sdk/kernel';
import { decideSubgraphs, type Publishing, readSubgraphs, settingsIn } from '@nimbusvault/runtime/registry';
import { composeSupergraph, type Composition } from '@nimbusvault/graph';
import type { DeployGround } from './ground.ts';

/**
 * The subgraphs of core and these plugins as they were checked; for `candidate`, which is being checked, the running
 * one if it has no other.
 */
export function subgraphsOf(
  { registry, settingsFile, supergraphFile, env }: DeployGround,
  plugins: readonly string[],
  candidate?: string,
): readonly Subgraph[] {
  const names = [coreName, ...plugins];
  const { subgraphs: files } = readSubgraphs(names, supergraphFile, env);
  const decide = (name: string, publishing: Publishing) =>
    decideSubgraphs(registry.registry(), files, { plugins: [name], publishing }).subgraphs;
  const publishing = readPublishing(settingsIn({ settingsFile, supergraphFile }));
  return names.flatMap((name) => decide(name, name === candidate ? publishing : 'by-command'));
}

/** Core and these plugins, composed. */
export function composeWith(
  ground: DeployGround,
  plugins: readonly string[],
  candidate?: string,
): Composition {
  const subgraphs = subgraphsOf(ground, plugins, candidate);
  return composeSupergraph(subgraphs, subgraphs.slice(0, -1));
}

/** Returns the subgraph of a plugin in a composition. Throws COMPOSITION_FAILED, with the faults, if it is not in it. */
export function composedSubgraph(plugin: string, { subgraphs, refusals }: Composition): Subgraph {
  const broken = plugin === coreName ? refusals : refusals.filter(({ name }) => name === plugin);
  if (broken.length > 0) {
    const faults = broken.map(({ name, faults: each }) => `${name} does not compose: ${each.join(' ')}`);
    throw new VaultError('COMPOSITION_FAILED', faults.join('\n'));
  }
  const composed = subgraphs.find(({ name }) => name === plugin);
  if (composed) return composed;
  throw new VaultError('COMPOSITION_FAILED', `The schema of ${plugin} is unknown. Start it, or publish it.`);
}

/** True for a plugin whose schema is known. */
export function isKnown(ground: DeployGround, plugin: string): boolean {
  return subgraphsOf(ground, [plugin], plugin).some(({ name }) => name === plugin);
}
