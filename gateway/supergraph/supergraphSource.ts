import type { Refusal } from '@nimbusvault/sdk/kernel';
import type { RecordedOperation } from '@nimbusvault/runtime/registry';
import type { Network } from '../subgraphs/network.ts';

/** The supergraph that is served, and the refusals since. */
export interface SupergraphStatus {
  readonly serving: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Resolves once the supergraph is served, or known to be none that can be. */
export type UpdateSupergraph = (supergraphSdl: string) => Promise<void>;

/** The feedback that the source gets about its supergraph. */
export interface GraphInUse extends Network {
  /** The operations that clients have sent since the last call. */
  takeOperations(): readonly RecordedOperation[];
}

/** The source of supergraphs: the first now, and every later one as it composes. */
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
