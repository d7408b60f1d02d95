import { parse, print, type SelectionNode } from 'graphql';
import { count, milliseconds } from './inWords.ts';
import type { PlanFetch, Span } from './queryPlan.ts';
import { percentOf, type Scale } from './scale.ts';

interface Row {
  name: string;
  detail: string;
  color?: string;
  span?: Span;
  counts?: string;
  errors?: string[];
  scale: Scale;
}

/** The part of an answer that the gateway computed. */
export function SpanRow(row: Row) {
  return (
    <div className="query-plan-row">
      <Cells {...row} />
    </div>
  );
}

/** A fetch; it opens to show the request to the subgraph. */
export function FetchRow({ fetch, color, scale }: { fetch: PlanFetch; color: string; scale: Scale }) {
  const { subgraph: name, startedMs, tookMs, errors } = fetch;
  const document = parse(fetch.operation);
  const span = startedMs === undefined || tookMs === undefined ? undefined : { startedMs, tookMs };
  const detail = fetch.paths.length > 0 ? fetch.paths.join(', ') : rootFieldsOf(document);
  const row = { name, detail, color, span, counts: countsOf(fetch), errors, scale };
  return (
    <details>
      <summary className="query-plan-row">
        <Cells {...row} />
      </summary>
      <pre>{print(document)}</pre>
    </details>
  );
}

function Cells({ name, detail, color = 'neutral', span, counts, errors = [], scale }: Row) {
  const shade = errors.length > 0 ? 'error' : color;
  return (
    <>
      <span className="query-plan-name">
        <b>{name}</b>
        <span className="query-plan-path" title={detail}>
          {detail}
        </span>
      </span>
      <Bar span={span} color={shade} scale={scale} />
      <span className="query-plan-numbers">
        <b>{span ? milliseconds(span.tookMs) : 'not needed'}</b>
        <span className="query-plan-dim">{counts}</span>
      </span>
      {errors.length > 0 && <span className="query-plan-failure">{errors.join(', ')}</span>}
    </>
  );
}

function Bar({ span, color, scale }: Pick<Row, 'span' | 'color' | 'scale'>) {
  return (
    <svg aria-hidden>
      {span && (
        <rect
          x={percentOf(span.startedMs, scale)}
          y="25%"
          height="50%"
          rx="3"
          style={{ width: `max(2px, ${percentOf(span.tookMs, scale)})`, fill: `hsl(var(--color-${color}))` }}
        />
      )}
    </svg>
  );
}

function countsOf({ entities, representations = 0 }: PlanFetch): string | undefined {
  if (entities === undefined) return undefined;
  const sent = entities === representations ? '' : `, ${representations} sent`;
  return `${count(entities, 'entity', 'entities')}${sent}`;
}

function rootFieldsOf({ definitions }: ReturnType<typeof parse>): string {
  const operation = definitions.find((each) => each.kind === 'OperationDefinition');
  return operation?.selectionSet.selections.map(keyOf).join(', ') ?? '';
}

function keyOf(selection: SelectionNode): string {
  if (selection.kind === 'Field') return (selection.alias ?? selection.name).value;
  return '…';
}
