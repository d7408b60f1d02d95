import type { Refusal } from '@nimbusvault/sdk/kernel';
import type { RecordedOperation } from '@nimbusvault/runtime/registry';
import type { Network } from '../subgraphs/network.ts';

/** The supergraph that is served, and the refusals since. */
export interface SupergraphStatus {
  readonly serving: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Resolves once the supergraph is served or has been refused. */
export type UpdateSupergraph = (supergraphSdl: string) => Promise<void>;

/** The feedback that the source gets about its supergraph. */
export interface GraphInUse extends Network {
  /** The operations that clients have sent since the last call. */
  takeOperations(): readonly RecordedOperation[];
}

/** The source of supergraphs: the first one, and every later one once it is composed. */
export interface SupergraphSource {
  start(update: UpdateSupergraph, graph: GraphInUse): Promise<StartedSource>;
  readonly status: SupergraphStatus;
  /** The known number of gateways that serve it now, including this one. */
  readonly gateways: number;
}

export interface StartedSource {
  readonly supergraphSdl: string;
  stop(): Promise<void>;
}
