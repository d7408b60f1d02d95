import type { CSSProperties } from 'react';
import { FetchRow, SpanRow } from './PlanRow.tsx';
import { fetchesOf, type PlanNode, type QueryPlan } from './queryPlan.ts';
import { percentOf, scaleTo, type Scale } from './scale.ts';

const shortestMs = 0.01;
const colors = ['secondary', 'tertiary', 'warning', 'info', 'success', 'primary'];

interface Drawing {
  scale: Scale;
  colorOf: (subgraph: string) => string;
}

/** A plan as a waterfall: a row for each fetch, and a bracket around parallel fetches. */
export function PlanPicture({ plan }: { plan: QueryPlan }) {
  const scale = scaleTo(Math.max(plan.tookMs, shortestMs));
  const subgraphs = [...new Set(fetchesOf(plan.nodes).map(({ subgraph }) => subgraph))];
  const colorOf = (subgraph: string) => colors[subgraphs.indexOf(subgraph) % colors.length] ?? 'neutral';
  const planning = { startedMs: 0, tookMs: plan.planningMs };
  return (
    <div className="query-plan-picture">
      <Axis scale={scale} />
      <ol>
        <li>
          <SpanRow name="Gateway" detail="parse, validate, plan" span={planning} scale={scale} />
        </li>
        <Members nodes={plan.nodes} depth={0} drawing={{ scale, colorOf }} />
      </ol>
    </div>
  );
}

/** Behind all rows. */
function Axis({ scale }: { scale: Scale }) {
  return (
    <div className="query-plan-row query-plan-axis query-plan-dim" aria-hidden>
      <div>
        {scale.ticks.map((tick) => (
          <span key={tick} style={{ left: percentOf(tick, scale) }}>
            {tick} ms
          </span>
        ))}
      </div>
    </div>
  );
}

function Members({ nodes, depth, drawing }: { nodes: PlanNode[]; depth: number; drawing: Drawing }) {
  return nodes.map((node, index) => (
    <li key={index}>
      <Member node={node} depth={depth} drawing={drawing} />
    </li>
  ));
}

function Member({ node, depth, drawing }: { node: PlanNode; depth: number; drawing: Drawing }) {
  const { scale, colorOf } = drawing;
  if (node.kind === 'Fetch') return <FetchRow fetch={node} color={colorOf(node.subgraph)} scale={scale} />;
  if (node.kind === 'Introspection')
    return <SpanRow name="Gateway" detail="__schema, __type" span={node} scale={scale} />;
  if (node.kind === 'Sequence')
    return (
      <ol aria-label="one after the other">
        <Members nodes={node.nodes} depth={depth} drawing={drawing} />
      </ol>
    );
  const inside = depth + 1;
  return (
    <ul
      className="query-plan-parallel"
      aria-label="at the same time"
      style={{ '--depth': inside } as CSSProperties}
    >
      <Members nodes={node.nodes} depth={inside} drawing={drawing} />
    </ul>
  );
}
