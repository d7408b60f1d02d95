/** The number of requests to a subgraph, and of those that failed. */
export interface Traffic {
  readonly answered: number;
  readonly failed: number;
}

/** The facts about subgraphs that a supergraph lacks: the current addresses of their instances, and their outcomes. */
export interface Network {
  /** From now on subgraphs are called at these URLs instead of those of the supergraph. */
  locate(places: ReadonlyMap<string, readonly string[]>): void;
  /** Since the gateway started, by subgraph. */
  traffic(): Readonly<Record<string, Traffic>>;
}
