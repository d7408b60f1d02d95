import { delayAfter, type RetryPolicy } from '../hooks/index.ts';
import { VaultError } from '../kernel/index.ts';
import type { Failure, StepKey } from './saga.ts';
import type { LocalStep, OutsideStep, RunnableStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** Steps that run together: local ones in one transaction, external ones at the same time. */
export type Stage =
  | { readonly kind: 'local'; readonly steps: readonly LocalStep[] }
  | { readonly kind: 'outside'; readonly steps: readonly OutsideStep[] };

/** Work that must succeed is tried for about three minutes before an operator is needed. */
export const patience: RetryPolicy = { tries: 12, firstDelayMs: 100 };

const longestDelayMs = 60_000;
const longestAskedMs = 60 * 60 * 1000;

/** The stages of a workflow, in order: consecutive local steps are one stage, unless each commits on its own. */
export function stagesOf({ steps, commitsEach }: Workflow): readonly Stage[] {
  const groups: RunnableStep[][] = [];
  for (const step of steps) {
    const open = groups.at(-1);
    if (open && joins(step, open, commitsEach)) open.push(step);
    else groups.push([step]);
  }
  return groups.map((group) => ({ kind: isLocal(group[0]) ? 'local' : 'outside', steps: group }) as Stage);
}

function joins(step: RunnableStep, [first]: readonly RunnableStep[], commitsEach: boolean): boolean {
  if (isLocal(step)) return isLocal(first) && !commitsEach;
  return step.isBeside === true;
}

function isLocal(step: RunnableStep | undefined): step is LocalStep {
  return step?.kind === 'local';
}

/** The step of that name. */
export function stepNamed(workflow: Workflow, name: string): RunnableStep {
  const step = workflow.steps.find((each) => each.name === name);
  if (!step)
    throw new VaultError(
      'WORKFLOW_INVALID',
      `"${workflow.name}" has no step "${name}". A changed chain needs a new version.`,
    );
  return step;
}

/** True for a step behind the pivot: there is no way back from it. */
export function isBehindPivot({ steps, pivotAt }: Workflow, name: string): boolean {
  return pivotAt !== undefined && steps.findIndex((step) => step.name === name) >= pivotAt;
}

/**
 * The number of tries of a step. A local step has one: a failed transaction would fail again a moment later. Behind the
 * pivot every step has as many tries as an undo.
 */
export function retryOf(workflow: Workflow, { step }: StepKey): RetryPolicy {
  if (isBehindPivot(workflow, step)) return patience;
  const found = stepNamed(workflow, step);
  return found.kind === 'local' ? { tries: 1, firstDelayMs: 0 } : found.retry;
}

/** The number of tries of a step's undo. */
export function undoRetryOf(workflow: Workflow, { step }: StepKey): RetryPolicy {
  const found = stepNamed(workflow, step);
  return (found.kind === 'local' ? undefined : found.undoRetry) ?? patience;
}

/** The time before which an outside system does not want another try: an hour from now at most. */
export function notBefore({ retryAfterMs = 0 }: Failure, now: number): number {
  return now + Math.min(retryAfterMs, longestAskedMs);
}

/** The time of the next try of a step that has failed so often. */
export function nextTry(failures: number, retry: RetryPolicy, now: number): number {
  return now + Math.min(delayAfter(failures, retry), longestDelayMs);
}
