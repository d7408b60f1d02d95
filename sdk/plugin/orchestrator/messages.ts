import { subjects, type OutgoingMessage } from '../kernel/index.ts';
import type { ContextRecord } from './context.ts';
import { isBehindPivot, stepNamed } from './plan.ts';
import { toUndo } from './records.ts';
import type { SagaState, StepKey, StepRecord } from './saga.ts';
import type { Workflow } from './workflow.ts';

/** A run as its messages name it. */
interface RunName {
  readonly id: string;
  readonly org: string;
  readonly plugin: string;
  readonly workflow: Workflow;
}

/**
 * The messages of a change of state, in the transaction that makes it: the hooks that the steps fired if the run is
 * completed; a compensation message for each step that had an effect, the last first, if it is compensated; and its
 * outcome, or that it is stuck.
 */
export function messagesOf(run: RunName, before: SagaState, after: SagaState): readonly OutgoingMessage[] {
  if (before.status === after.status) return [];
  const fired = after.status === 'completed' ? after.said : [];
  const turns = before.status === 'running' && !isForward(run.workflow, after);
  const compensations = turns ? toTell(after).map((record) => compensation(run, after, record)) : [];
  return [...fired, ...compensations, ...ending(run, after)];
}

function isForward(workflow: Workflow, { status, cause }: SagaState): boolean {
  if (status === 'running' || status === 'completed') return true;
  return status === 'stuck' && cause !== undefined && isBehindPivot(workflow, cause.step);
}

function toTell(state: SagaState): readonly StepRecord[] {
  const undone = new Set(toUndo(state));
  return state.records.filter((record) => record.phase === 'dropped' || undone.has(record)).toReversed();
}

function compensation(
  { id, org, plugin, workflow }: RunName,
  { context, cause }: SagaState,
  record: StepRecord,
): OutgoingMessage {
  const step = stepNamed(workflow, record.step);
  return {
    subject: subjects.compensate(org, plugin, { workflow: workflow.name, step: record.step }),
    type: `saga.${workflow.name}.compensate.v${workflow.version}`,
    data: {
      run: id,
      workflow: workflow.name,
      version: workflow.version,
      step: record.step,
      plugin: record.plugin ?? null,
      index: workflow.steps.indexOf(step),
      attempt: record.failures + 1,
      idempotencyKey: undoKey(id, record),
      forwardKey: forwardKey(id, record),
      outcome: record.phase === 'started' ? 'unknown' : 'done',
      undoneBy: record.phase === 'dropped' ? 'transaction' : 'rollback',
      ...boundedContext(undoContext(workflow, record, context)),
      cause,
    },
  };
}

const mostContextBytes = 500_000;

/** The message that a step is undone must be sent, even if the undo's reads exceed the size of a message. */
function boundedContext(context: ContextRecord): { context: ContextRecord | null; isContextTooLarge?: true } {
  const bytes = Buffer.byteLength(JSON.stringify(context));
  return bytes <= mostContextBytes ? { context } : { context: null, isContextTooLarge: true };
}

function ending(
  { id, org, plugin, workflow }: RunName,
  { status, cause }: SagaState,
): readonly OutgoingMessage[] {
  if (status === 'running' || status === 'compensating') return [];
  return [
    {
      subject: subjects.saga(org, plugin, { workflow: workflow.name, status }),
      type: `saga.${workflow.name}.${status}.v${workflow.version}`,
      data: {
        run: id,
        workflow: workflow.name,
        version: workflow.version,
        status,
        cause: cause ?? null,
      },
    },
  ];
}

/** The idempotency key of a step's forward action. */
export function forwardKey(run: string, key: StepKey): string {
  return [run, key.step, key.plugin ?? '', 'forward'].join('/');
}

/** The idempotency key of a step's rollback. */
export function undoKey(run: string, key: StepKey): string {
  return [run, key.step, key.plugin ?? '', 'rollback'].join('/');
}

/** The part of the context that a step's rollback may read: its reads, what it prepared, and its writes. */
export function undoContext(workflow: Workflow, { step }: StepKey, context: ContextRecord): ContextRecord {
  const found = stepNamed(workflow, step);
  const prepared = found.kind === 'external' ? found.prepares : [];
  return pick(context, [...found.reads, ...prepared, ...found.writes]);
}

/** A copy of some keys of the context, so that a step cannot change what others will read. */
export function pick(context: ContextRecord, keys: readonly string[]): ContextRecord {
  const known = keys.filter((key) => context[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, structuredClone(context[key])]));
}
