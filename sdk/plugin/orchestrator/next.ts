import { stagesOf, type Stage } from './plan.ts';
import { isStarted, recordsOf, toUndo } from './records.ts';
import type { SagaState, StepRecord } from './saga.ts';
import type { LocalStep, OutsideStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** The next action of a run. */
export type Action =
  /** Runs these steps and commits them together. */
  | { readonly do: 'commit'; readonly steps: readonly LocalStep[] }
  /** Records that these are about to happen. */
  | { readonly do: 'intend'; readonly steps: readonly OutsideStep[] }
  /** Runs these at the same time. */
  | { readonly do: 'reach'; readonly records: readonly StepRecord[] }
  | { readonly do: 'undo'; readonly record: StepRecord }
  | { readonly do: 'wait'; readonly until: number }
  /** Nothing: the run is over, or waits for an operator. */
  | { readonly do: 'rest' };

/** Returns the next action. */
export function next(workflow: Workflow, state: SagaState, now: number): Action {
  if (state.status === 'running') return nextForward(workflow, state, now);
  if (state.status === 'compensating') return nextUndo(state, now);
  return { do: 'rest' };
}

function nextForward(workflow: Workflow, state: SagaState, now: number): Action {
  const stage = currentStage(workflow, state);
  if (!stage) return { do: 'rest' };
  const until = state.setback?.dueAt ?? now;
  if (until > now) return { do: 'wait', until };
  if (stage.kind === 'local') return { do: 'commit', steps: stage.steps };
  const unstarted = stage.steps.filter(({ name }) => recordsOf(state, name).length === 0);
  if (unstarted.length > 0) return { do: 'intend', steps: unstarted };
  const open = stage.steps.flatMap(({ name }) => recordsOf(state, name)).filter(isStarted);
  const due = open.filter(({ dueAt }) => dueAt <= now);
  if (due.length > 0) return { do: 'reach', records: due };
  return { do: 'wait', until: Math.min(...open.map(({ dueAt }) => dueAt)) };
}

function nextUndo(state: SagaState, now: number): Action {
  const record = toUndo(state).at(-1);
  if (!record) return { do: 'rest' };
  const until = record.undo?.dueAt ?? now;
  return until <= now ? { do: 'undo', record } : { do: 'wait', until };
}

/** Returns the first unfinished stage, or undefined after the last one. */
export function currentStage(workflow: Workflow, state: SagaState): Stage | undefined {
  return stagesOf(workflow).find((stage) => !stage.steps.every(({ name }) => isFinished(state, name)));
}

function isFinished(state: SagaState, step: string): boolean {
  const records = recordsOf(state, step);
  return records.length > 0 && !records.some(isStarted);
}
