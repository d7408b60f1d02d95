import { delayAfter, type RetryPolicy } from '../hooks/index.ts';
import { VaultError } from '../kernel/index.ts';
import type { StepKey } from './saga.ts';
import type { LocalStep, OutsideStep, RunnableStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** Steps that go together: local ones in one transaction, outside ones at the same time. */
export type Stage =
  | { readonly kind: 'local'; readonly steps: readonly LocalStep[] }
  | { readonly kind: 'outside'; readonly steps: readonly OutsideStep[] };

/** Work that must end well is tried for about three minutes before a person is called. */
export const patience: RetryPolicy = { tries: 12, firstDelayMs: 100 };

const longestDelayMs = 60_000;

/** The stages of a workflow, in order: consecutive local steps are one, unless each commits on its own. */
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
 * How often a step is tried. A local one once: what its transaction could not do it will not do a moment later. Behind the
 * pivot all are tried as long as an undo is.
 */
export function retryOf(workflow: Workflow, { step }: StepKey): RetryPolicy {
  if (isBehindPivot(workflow, step)) return patience;
  const found = stepNamed(workflow, step);
  return found.kind === 'local' ? { tries: 1, firstDelayMs: 0 } : found.retry;
}

/** How often the undo of a step is tried. */
export function undoRetryOf(workflow: Workflow, { step }: StepKey): RetryPolicy {
  const found = stepNamed(workflow, step);
  return (found.kind === 'local' ? undefined : found.undoRetry) ?? patience;
}

/** When a step that has failed so often is tried again. */
export function nextTry(failures: number, retry: RetryPolicy, now: number): number {
  return now + Math.min(delayAfter(failures, retry), longestDelayMs);
}
