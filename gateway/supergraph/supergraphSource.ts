import type { Refusal } from '@nimbusvault/sdk/kernel';
import type { RecordedOperation } from '@nimbusvault/runtime/registry';
import type { Network } from '../subgraphs/network.ts';

/** What is served, and what was refused since. */
export interface SupergraphStatus {
  readonly serving: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Resolves once the supergraph is served, or known to be none that can be. */
export type UpdateSupergraph = (supergraphSdl: string) => Promise<void>;

/** What the source is told of the graph that it gives. */
export interface GraphInUse extends Network {
  /** What clients have asked for since this was called last. */
  takeOperations(): readonly RecordedOperation[];
}

/** Where the supergraph comes from: the first now, and every later one as it composes. */
export interface SupergraphSource {
  start(update: UpdateSupergraph, graph: GraphInUse): StartedSource;
  readonly status: SupergraphStatus;
  /** How many gateways serve it now, this one included, as far as is known. */
  readonly gateways: number;
}

export interface StartedSource {
  readonly supergraphSdl: string;
  stop(): Promise<void>;
}
