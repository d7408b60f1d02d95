import type { OfPlugin } from '@nimbusvault/vault';
import type { SagaDetails, SagaSummary } from '@nimbusvault/runtime';
import { storyOf, type StoryEvent } from '@nimbusvault/sdk/internal';
import { table } from './table.ts';

const head = ['ID', 'STATUS', 'ORG', 'PLUGIN', 'WORKFLOW', 'BEGUN', 'CAUSE'];

/** Runs as a table, a line each. */
export function sagaTable(sagas: readonly OfPlugin<SagaSummary>[]): string {
  const rows = sagas.map(({ id, status, org, plugin, workflow, workflowVersion, createdAt, cause }) => [
    id,
    status,
    org,
    plugin,
    `${workflow}.v${workflowVersion}`,
    createdAt.toISOString(),
    cause ? `${cause.step}: ${cause.message} [${cause.code}]` : '',
  ]);
  return table(head, rows);
}

/** One run as a story: its author, what each step did, when and for how long, why it failed, and what was undone. */
export function sagaStory(saga: OfPlugin<SagaDetails>): string {
  const { state, wish } = saga;
  return [
    `${saga.id} is ${saga.status}.`,
    `workflow  ${saga.workflow}.v${saga.workflowVersion} of ${saga.plugin}`,
    `org       ${saga.org}`,
    `begun     ${saga.createdAt.toISOString()} by ${saga.actor ?? 'nobody'} in request ${saga.requestId}`,
    ...(saga.idempotencyKey ? [`key       ${saga.idempotencyKey}`] : []),
    ...storyOf(state).map(lineOf),
    ...(wish ? [`waits     for ${wish.did}, ordered by ${wish.by}; no process has done it yet`] : []),
    `context   ${JSON.stringify(state.context, null, 2)}`,
  ].join('\n');
}

function lineOf({ kind, at, step, words }: StoryEvent): string {
  const when = at === undefined ? 'by' : new Date(at).toISOString();
  return `${kind.padEnd(9)} ${when} ${step}${at === undefined ? ':' : ''} ${words}`;
}
