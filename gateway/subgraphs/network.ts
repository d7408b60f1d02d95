/** How often a subgraph was asked, and how often in vain. */
export interface Traffic {
  readonly answered: number;
  readonly failed: number;
}

/** The facts about subgraphs that a supergraph lacks: the addresses of their instances now, and how they answer. */
export interface Network {
  /** Subgraphs are asked at these URLs from now on, and no longer where the supergraph says. */
  locate(places: ReadonlyMap<string, readonly string[]>): void;
  /** Since the gateway started, by subgraph. */
  traffic(): Readonly<Record<string, Traffic>>;
}
