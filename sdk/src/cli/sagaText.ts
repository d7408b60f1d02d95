import type { OfPlugin, SagaDetails, SagaSummary } from '../operate/index.ts';
import { table } from './table.ts';

type StepRecord = SagaDetails['state']['records'][number];

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

/** One run as a story: who began it, what each step did, when and for how long, why it failed, and what was undone. */
export function sagaStory(saga: OfPlugin<SagaDetails>): string {
  const { state, cause, wish } = saga;
  return [
    `${saga.id} is ${saga.status}.`,
    `workflow  ${saga.workflow}.v${saga.workflowVersion} of ${saga.plugin}`,
    `org       ${saga.org}`,
    `begun     ${saga.createdAt.toISOString()} by ${saga.actor ?? 'nobody'} in request ${saga.requestId}`,
    ...(saga.idempotencyKey ? [`key       ${saga.idempotencyKey}`] : []),
    ...state.records.flatMap(forwardLines),
    ...(cause ? [`stopped   by ${nameOf(cause)}: ${cause.message} [${cause.code}]`] : []),
    ...state.records.toReversed().flatMap(undoLines),
    ...state.interventions.map(interventionLine),
    ...(wish ? [`waits     for ${wish.did}, as ${wish.by} wants; no process has done it yet`] : []),
    `context   ${JSON.stringify(state.context, null, 2)}`,
  ].join('\n');
}

function forwardLines(record: StepRecord): readonly string[] {
  const { startedAt, endedAt, failures, phase, error } = record;
  const tries = failures > 0 ? `, after ${failures} failed ${failures === 1 ? 'try' : 'tries'}` : '';
  const how =
    endedAt === undefined
      ? `began${tries}, and nobody knows whether it is done`
      : `${phase === 'failed' ? 'failed' : 'done'} in ${endedAt - startedAt} ms${tries}`;
  const why = error ? `: ${error.message} [${error.code}]` : '';
  return [`forward   ${timeOf(startedAt)} ${nameOf(record)} ${how}${why}`];
}

function undoLines(record: StepRecord): readonly string[] {
  const { phase, undo, endedAt = 0 } = record;
  if (phase === 'dropped') return [`undone    ${timeOf(endedAt)} ${nameOf(record)} with its transaction`];
  if (!undo) return [];
  const { startedAt, endedAt: doneAt, failures, error } = undo;
  const tries = failures > 0 ? `, after ${failures} failed ${failures === 1 ? 'try' : 'tries'}` : '';
  const why = error ? `: ${error.message} [${error.code}]` : '';
  const how = doneAt === undefined ? 'is not undone yet' : `undone in ${doneAt - startedAt} ms`;
  return [
    `undone    ${timeOf(startedAt)} ${nameOf(record)} ${phase === 'skipped' ? 'skipped' : how}${tries}${why}`,
  ];
}

function interventionLine({
  did,
  step,
  by,
  reason,
  at,
}: SagaDetails['state']['interventions'][number]): string {
  return `${did.padEnd(9)} ${timeOf(at)} ${step ?? 'the run'} by ${by}${reason ? `: ${reason}` : ''}`;
}

function nameOf({ step, plugin }: { readonly step: string; readonly plugin?: string | undefined }): string {
  return plugin ? `${step} (${plugin})` : step;
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
