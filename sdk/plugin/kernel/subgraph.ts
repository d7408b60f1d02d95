import type { ErrorCode } from './errorTable.ts';

/** One subgraph to compose; `file` names its SDL in messages. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly file?: string;
}

/** The reason why a subgraph, a process of it, or a file that lists the subgraphs, was rejected. */
export interface Refusal {
  readonly name: string;
  readonly code?: ErrorCode;
  readonly faults: readonly string[];
}
