/** One subgraph to compose; `file` is how its SDL is called in messages. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly file?: string;
}

/** Why a subgraph, or a file that says which subgraphs there are, was not taken. */
export interface Refusal {
  readonly name: string;
  readonly faults: readonly string[];
}
