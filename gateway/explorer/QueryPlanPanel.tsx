import './queryPlan.css';
import { useGraphiQL } from '@graphiql/react';
import { PlanPicture } from './PlanPicture.tsx';
import type { PlanShelf } from './planShelf.ts';
import { count, milliseconds } from './inWords.ts';
import { fetchesOf, type QueryPlan } from './queryPlan.ts';

/** Shows how the answer above was made; empty if the gateway sent no plan. */
export function QueryPlanPanel({ plans }: { plans: PlanShelf }) {
  const shown = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.response);
  const plan = plans.planOf(shown);
  if (!plan) return null;
  return (
    <details className="query-plan" open>
      <summary>
        <b>Query plan</b> <span className="query-plan-dim">{costOf(plan)}</span> <Failures plan={plan} />
      </summary>
      <PlanPicture plan={plan} />
    </details>
  );
}

function costOf({ fetches, entities, representations, tookMs }: QueryPlan): string {
  const asked = entities === representations ? '' : `, ${representations} sent`;
  return [
    count(fetches, 'fetch', 'fetches'),
    `${count(entities, 'entity', 'entities')}${asked}`,
    milliseconds(tookMs),
  ].join(' · ');
}

function Failures({ plan: { nodes } }: { plan: QueryPlan }) {
  const failed = fetchesOf(nodes).filter(({ errors = [] }) => errors.length > 0);
  return failed.length > 0 && <span className="query-plan-failure">{failed.length} with errors</span>;
}
