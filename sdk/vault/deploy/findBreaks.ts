import { findBreaking, type ClientOperation, type Finding } from '../check/index.ts';
import { apiSchemaOf, composeSupergraph } from '@nimbusvault/graph';
import { loadPlugin, releaseOf } from '@nimbusvault/runtime';
import type { Subgraph } from '@nimbusvault/sdk/kernel';
import { declaredBy } from './clientOperations.ts';

/** A plugin whose code was saved, and what its schema may break. */
export interface SavedPlugin {
  readonly name: string;
  readonly supergraphFile: string;
  /** The subgraphs that are served, this one among them. */
  readonly served: readonly Subgraph[];
  readonly operations: readonly ClientOperation[];
  /** The schema that was published last. */
  readonly published: string | undefined;
}

/** The losses by a saved schema. */
export interface Breaks {
  /** The operations that would be lost, and then the changes of the schema that do it. */
  readonly operations: readonly Finding[];
  readonly published: readonly Finding[];
}

const none: Breaks = { operations: [], published: [] };

/** Compares the schema of a plugin's code with the graph that is served, and with its release that was published last. */
export async function findBreaks(saved: SavedPlugin): Promise<Breaks> {
  const { name, served, published } = saved;
  const { sdl } = releaseOf(await loadPlugin(name, saved.supergraphFile), '');
  if (served.some((subgraph) => subgraph.name === name && subgraph.sdl === sdl)) return none;
  const graphWith = (own: string) =>
    composeSupergraph(served.map((each) => (each.name === name ? { ...each, sdl: own } : each)))
      .supergraphSdl;
  const [before, after] = [composeSupergraph(served).supergraphSdl, graphWith(sdl)];
  if (!before || !after) return none; // a schema that does not compose is refused
  const others = served.filter((subgraph) => subgraph.name !== name);
  const operations = [...saved.operations, ...declaredBy(others)];
  const lost = await findBreaking(apiSchemaOf(before), apiSchemaOf(after), operations);
  const released = published === undefined ? undefined : graphWith(published);
  return {
    operations: lost.some(({ severity }) => severity === 'error') ? lost : [],
    published: released ? await findBreaking(apiSchemaOf(released), apiSchemaOf(after), []) : [],
  };
}
