import type { Refusal, Subgraph } from '@nimbusvault/sdk/kernel';

/** `supergraphSdl` serves `subgraphs`; it is undefined if not even core composes. */
export interface Composition {
  readonly supergraphSdl: string | undefined;
  readonly subgraphs: readonly Subgraph[];
  readonly refusals: readonly Refusal[];
}
