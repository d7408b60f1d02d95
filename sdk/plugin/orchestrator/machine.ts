import type { OutgoingMessage } from '../kernel/index.ts';
import type { ContextRecord } from './context.ts';
import { currentStage } from './next.ts';
import { isBehindPivot, nextTry, notBefore, retryOf, patience, undoRetryOf } from './plan.ts';
import {
  changeRecord,
  findRecord,
  finishedRecord,
  isSame,
  startedRecord,
  toUndo,
  undoOf,
} from './records.ts';
import type { Cause, Failure, SagaState, StepKey, StepRecord } from './saga.ts';
import type { Workflow } from './workflow.ts';

/** The events of a run. `at` is in milliseconds since 1970. */
export type SagaEvent = { readonly at: number } & (
  | {
      readonly type: 'committed';
      readonly steps: readonly string[];
      readonly since: number;
      readonly written: ContextRecord;
      readonly said: readonly OutgoingMessage[];
    }
  | {
      readonly type: 'dropped';
      readonly finished: readonly string[];
      readonly since: number;
      readonly written: ContextRecord;
      readonly step: string;
      readonly failure: Failure;
    }
  | { readonly type: 'started'; readonly keys: readonly StepKey[]; readonly written: ContextRecord }
  | { readonly type: 'done'; readonly key: StepKey; readonly written: ContextRecord }
  | {
      readonly type: 'failed';
      readonly key: StepKey;
      readonly failure: Failure;
      /** True if no process can have tried it before: then a clear failure leaves nothing to undo. */
      readonly isFirst: boolean;
    }
  | { readonly type: 'undone'; readonly key: StepKey }
  | { readonly type: 'undo-failed'; readonly key: StepKey; readonly failure: Failure }
  | { readonly type: 'retried'; readonly by: string; readonly reason: string | null }
  | { readonly type: 'skipped'; readonly by: string; readonly reason: string }
  | { readonly type: 'resolved'; readonly by: string; readonly reason: string }
);

/** A run that has its input, and nothing else yet. */
export function beginning(context: ContextRecord): SagaState {
  return { status: 'running', context, records: [], said: [], interventions: [] };
}

type Transitions = {
  readonly [Type in SagaEvent['type']]: (
    state: SagaState,
    event: Extract<SagaEvent, { type: Type }>,
    workflow: Workflow,
  ) => SagaState;
};

const transitions: Transitions = {
  committed: (state, { steps, since, at, written, said }, workflow) =>
    advance(workflow, {
      ...state,
      setback: undefined,
      context: { ...state.context, ...written },
      records: [...state.records, ...steps.map((step) => finishedRecord({ step }, 'done', { since, at }))],
      said: [...state.said, ...said],
    }),

  dropped: (state, { finished, since, at, written, step, failure }, workflow) => {
    const records = finished.map((name) => finishedRecord({ step: name }, 'dropped', { since, at }));
    if (isBehindPivot(workflow, step)) return setBack(state, { step, failure, at });
    const context = { ...state.context, ...written };
    return stop(workflow, { ...state, context, records: [...state.records, ...records] }, { step, failure });
  },

  started: (state, { keys, written, at }, workflow) =>
    advance(workflow, {
      ...state,
      setback: undefined,
      context: { ...state.context, ...written },
      records: [...state.records, ...keys.map((key) => startedRecord(key, at))],
    }),

  done: (state, { key, written, at }, workflow) =>
    advance(workflow, {
      ...changeRecord(state, key, { phase: 'done', endedAt: at }),
      context: { ...state.context, ...written },
    }),

  failed: (state, { key, failure, isFirst, at }, workflow) => {
    const failures = (findRecord(state, key)?.failures ?? 0) + 1;
    const retry = retryOf(workflow, key);
    const isWithoutEffect = failure.isClear && isFirst;
    const dueAt = Math.max(nextTry(failures, retry, at), notBefore(failure, at));
    const noted = changeRecord(state, key, {
      failures,
      error: faultOf(failure),
      ...(isWithoutEffect ? { phase: 'failed', endedAt: at } : { dueAt }),
    });
    const isLast = failure.isClear || failure.isFinal || failures >= retry.tries;
    return isLast ? stop(workflow, noted, { ...key, failure }) : noted;
  },

  undone: (state, { key, at }) => {
    const undo = { ...undoOf(state, key, at), endedAt: at };
    const wakes = state.status === 'stuck' ? ({ ...state, status: 'compensating' } as const) : state;
    return settle(changeRecord(wakes, key, { phase: 'undone', undo }));
  },

  'undo-failed': (state, { key, failure, at }, workflow) => {
    const retry = undoRetryOf(workflow, key);
    const before = undoOf(state, key, at);
    const failures = before.failures + 1;
    const dueAt = Math.max(nextTry(failures, retry, at), notBefore(failure, at));
    const undo = { ...before, failures, error: faultOf(failure), dueAt };
    const noted = changeRecord(state, key, { undo });
    return failure.isFinal || failures >= retry.tries ? { ...noted, status: 'stuck' } : noted;
  },

  retried: (state, { by, reason, at }, workflow) => {
    const record = stuckAt(workflow, state);
    const step = record?.step ?? state.cause?.step;
    const intervened = intervene(state, { did: 'retry', step, by, reason, at });
    if (!isUndoing(workflow, state)) return goForwardAgain(intervened, at);
    if (!record) return state;
    const undo = { ...undoOf(state, record, at), failures: 0, dueAt: at };
    return changeRecord({ ...intervened, status: 'compensating' }, record, { undo });
  },

  skipped: (state, { by, reason, at }, workflow) => {
    const record = stuckAt(workflow, state);
    if (!record || !isUndoing(workflow, state)) return state;
    const intervened = intervene(state, { did: 'skip', step: record.step, by, reason, at });
    return settle(changeRecord({ ...intervened, status: 'compensating' }, record, { phase: 'skipped' }));
  },

  resolved: (state, { by, reason, at }) =>
    intervene({ ...state, status: 'resolved', said: [] }, { did: 'resolve', by, reason, at }),
};

/** Returns the state after an event. An event that no longer fits, such as the answer to a step that is being undone, changes nothing. */
export function apply(workflow: Workflow, state: SagaState, event: SagaEvent): SagaState {
  if (isOver(state) || !fits(state, event)) return state;
  return transitions[event.type](state, event as never, workflow);
}

/** True if nothing more will happen to the run. */
export function isOver({ status }: Pick<SagaState, 'status'>): boolean {
  return status === 'completed' || status === 'compensated' || status === 'resolved';
}

function fits(state: SagaState, event: SagaEvent): boolean {
  if (event.type === 'done' || event.type === 'failed')
    return findRecord(state, event.key)?.phase === 'started';
  if (event.type === 'undone' || event.type === 'undo-failed')
    return state.status !== 'running' && toUndo(state).some((record) => isSame(record, event.key));
  return state.status === (isForward(event) ? 'running' : 'stuck');
}

function isForward({ type }: SagaEvent): boolean {
  return type === 'committed' || type === 'dropped' || type === 'started';
}

/** Completes the run after its last step. */
function advance(workflow: Workflow, state: SagaState): SagaState {
  if (state.status !== 'running') return state;
  return currentStage(workflow, state) ? state : { ...state, status: 'completed' };
}

/** Starts the compensation of the run; behind the pivot there is no way back, and the run is stuck. */
function stop(
  workflow: Workflow,
  state: SagaState,
  what: StepKey & { readonly failure: Failure },
): SagaState {
  if (state.status !== 'running') return settle(state);
  const cause = causeOf(what);
  if (isBehindPivot(workflow, what.step)) return { ...state, cause, status: 'stuck' };
  return settle({ ...state, cause, said: [], status: 'compensating' });
}

/** Local steps behind the pivot are retried; after the last try the run is stuck. */
function setBack(
  state: SagaState,
  { step, failure, at }: { step: string; failure: Failure; at: number },
): SagaState {
  const failures = (state.setback?.failures ?? 0) + 1;
  const setback = { failures, dueAt: nextTry(failures, patience, at), error: faultOf(failure) };
  if (!failure.isClear && failures < patience.tries) return { ...state, setback };
  return { ...state, setback, cause: causeOf({ step, failure }), status: 'stuck' };
}

/** Lets a run that is stuck behind its pivot go forward again, from every step that has failed. */
function goForwardAgain(state: SagaState, at: number): SagaState {
  const records = state.records.map((record) =>
    record.phase === 'failed' || record.phase === 'started'
      ? { ...record, phase: 'started' as const, failures: 0, dueAt: at }
      : record,
  );
  return { ...state, records, status: 'running', setback: undefined, cause: undefined };
}

/** Ends a run that has nothing left to undo. */
function settle(state: SagaState): SagaState {
  if (state.status !== 'compensating' || toUndo(state).length > 0) return state;
  return { ...state, status: 'compensated' };
}

function causeOf({
  step,
  plugin,
  failure: { code, message, outcome },
}: StepKey & { failure: Failure }): Cause {
  return { step, code, message, ...(plugin && { plugin }), ...(outcome && { outcome }) };
}

function faultOf({ code, message }: Failure): { code: string; message: string } {
  return { code, message };
}

/** The step at which a run is stuck. */
function stuckAt(workflow: Workflow, state: SagaState): StepRecord | undefined {
  if (isUndoing(workflow, state)) return toUndo(state).at(-1);
  return state.records.findLast(({ step }) => step === state.cause?.step);
}

/** True if the run is being compensated, or is stuck in its compensation. */
function isUndoing(workflow: Workflow, { status, cause }: SagaState): boolean {
  if (status === 'compensating') return true;
  return status === 'stuck' && cause !== undefined && !isBehindPivot(workflow, cause.step);
}

function intervene(state: SagaState, intervention: SagaState['interventions'][number]): SagaState {
  return { ...state, interventions: [...state.interventions, intervention] };
}
