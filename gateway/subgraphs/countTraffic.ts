import type { OpenSubgraph } from '../executor/execution.ts';
import type { Traffic } from './network.ts';

/** Counts how subgraphs answer. */
interface TrafficCount {
  /** The same call, counted: a missing or invalid answer counts as failed, unless the client has disconnected; an answer with errors counts as an answer. */
  count(name: string, ask: OpenSubgraph['ask']): OpenSubgraph['ask'];
  now(): Readonly<Record<string, Traffic>>;
}

export function countTraffic(): TrafficCount {
  const counts = new Map<string, { answered: number; failed: number }>();
  return {
    count(name, ask) {
      const count = counts.get(name) ?? { answered: 0, failed: 0 };
      counts.set(name, count);
      return async (request, context) => {
        try {
          const answer = await ask(request, context);
          count.answered += 1;
          return answer;
        } catch (error) {
          if (!context.signal.aborted) count.failed += 1;
          throw error;
        }
      };
    },
    now: () => Object.fromEntries([...counts].map(([name, count]) => [name, { ...count }])),
  };
}
