import type { SupergraphManager } from '@apollo/gateway';
import type { Refusal } from '@nimbusvault/sdk/supergraph';

/** What is served, and what was refused since. */
export interface SupergraphStatus {
  readonly serving: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Where the supergraph comes from. */
export interface SupergraphSource extends SupergraphManager {
  readonly status: SupergraphStatus;
}
