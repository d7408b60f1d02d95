import type { QueryPlan } from './queryPlan.ts';

const mostKept = 20;

/** An answer of `/graphql`. */
interface Answer {
  extensions?: { queryPlan?: QueryPlan };
}

/** The query plans of the latest answers. */
export interface PlanShelf {
  /** Takes the plan out of an answer, which is easier to read without it. */
  take(answer: Answer): Answer;
  /** The plan of the answer that GraphiQL shows as this text. */
  planOf(shown: string | null | undefined): QueryPlan | undefined;
}

/** Stores plans by the text of their answers: GraphiQL exposes nothing of a tab but the text that it shows. */
export function createPlanShelf(): PlanShelf {
  const plans = new Map<string, QueryPlan>();
  return {
    take({ extensions: { queryPlan, ...extensions } = {}, ...rest }) {
      const answer = Object.keys(extensions).length > 0 ? { ...rest, extensions } : rest;
      const shown = JSON.stringify(answer, null, 2);
      plans.delete(shown);
      if (queryPlan) plans.set(shown, queryPlan);
      forgetOldest(plans);
      return answer;
    },
    planOf: (shown) => plans.get(shown ?? ''),
  };
}

function forgetOldest(plans: Map<string, QueryPlan>): void {
  const [oldest] = plans.keys();
  if (plans.size > mostKept && oldest !== undefined) plans.delete(oldest);
}
