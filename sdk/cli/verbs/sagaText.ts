import type { OfPlugin } from '@nimbusvault/vault';
import type { SagaDetails, SagaSummary } from '@nimbusvault/runtime';
import { storyOf, type StoryEvent } from '@nimbusvault/sdk/internal';
import { table } from './table.ts';

const head = ['ID', 'STATUS', 'ORG', 'PLUGIN', 'WORKFLOW', 'BEGUN', 'CAUSE'];

/** Runs as a table, a line each. */
export function sagaTable(sagas: readonly OfPlugin<SagaSummary>[]): string {
  const rows = sagas.map(({ id, status, org, plugin, createdAt, ...saga }) => [
    id,
    status,
    org,
    plugin,
    workflowOf(saga),
    createdAt.toISOString(),
    causeOf(saga),
  ]);
  return table(head, rows);
}

function causeOf({
  cause,
  isLeftAlone,
  ...saga
}: Pick<SagaSummary, 'cause' | 'isLeftAlone' | 'workflow' | 'workflowVersion'>): string {
  const why = cause ? `${cause.step}: ${cause.message} [${cause.code}]` : '';
  return isLeftAlone ? `${why}${why && '; '}waits for a process that has ${workflowOf(saga)}` : why;
}

function workflowOf({
  workflow,
  workflowVersion,
}: Pick<SagaSummary, 'workflow' | 'workflowVersion'>): string {
  return `${workflow}.v${workflowVersion}`;
}

/** One run as a story: its author, what each step did, when and for how long, why it failed, and what was undone. */
export function sagaStory(saga: OfPlugin<SagaDetails>): string {
  const { state, wish } = saga;
  return [
    `${saga.id} is ${saga.status}.`,
    `workflow  ${workflowOf(saga)} of ${saga.plugin}`,
    `org       ${saga.org}`,
    `begun     ${saga.createdAt.toISOString()} by ${saga.actor ?? 'nobody'} in request ${saga.requestId}`,
    ...(saga.idempotencyKey ? [`key       ${saga.idempotencyKey}`] : []),
    ...storyOf(state).map(lineOf),
    ...(wish ? [`waits     for ${wish.did}, ordered by ${wish.by}; no process has done it yet`] : []),
    ...(saga.isLeftAlone ? [`waits     for a process of ${saga.plugin} that has this workflow`] : []),
    `context   ${JSON.stringify(state.context, null, 2)}`,
  ].join('\n');
}

function lineOf({ kind, at, step, words }: StoryEvent): string {
  const when = at === undefined ? 'by' : new Date(at).toISOString();
  return `${kind.padEnd(9)} ${when} ${step}${at === undefined ? ':' : ''} ${words}`;
}
