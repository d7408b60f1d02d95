import { say } from '../hooks/index.ts';
import { isOutcome, subjects, VaultError, type Outcome, type Vault } from '../kernel/index.ts';
import type { ContextRecord } from './context.ts';
import type { RunnableStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** Why a run is undone: the step that stopped it, and what it said. */
export interface Cause {
  readonly step: string;
  readonly code: string;
  readonly message: string;
}

/** How a finished step was undone: PostgreSQL dropped its open transaction, or its rollback ran. */
export type UndoneBy = 'transaction' | 'rollback';

/** A finished step that was undone. */
interface Undone {
  readonly step: RunnableStep;
  readonly by: UndoneBy;
  readonly cause: Cause;
}

/** A run in flight: which plan, which id, what is known so far. */
export interface Run {
  readonly id: string;
  readonly workflow: Workflow;
  readonly context: ContextRecord;
}

/** Says, in the open transaction, that a finished step of the run was undone, with exactly what its undo reads. */
export function sayCompensated(run: Run, { step, by, cause }: Undone, vault: Vault): void {
  const { workflow } = run;
  say(
    {
      subject: subjects.compensate(vault.org, workflow.name, step.name),
      type: `saga.${workflow.name}.compensate.v${workflow.version}`,
      data: {
        run: run.id,
        workflow: workflow.name,
        version: workflow.version,
        step: step.name,
        index: workflow.steps.indexOf(step),
        context: undoContext(step, run.context),
        undoneBy: by,
        cause,
      },
    },
    vault,
  );
}

/** The part of the context that a step's rollback may read: its reads and its writes. */
export function undoContext(step: RunnableStep, context: ContextRecord): ContextRecord {
  return pick(context, [...step.reads, ...step.writes]);
}

/** A copy of some keys of the context, so that a step cannot change what others will read. */
export function pick(context: ContextRecord, keys: readonly string[]): ContextRecord {
  return Object.fromEntries(keys.map((key) => [key, structuredClone(context[key])]));
}

/** What stopped the run, in words fit for a message: an outcome's type, an error's code, never a stack. */
export function causeOf(step: string, failure: unknown): Cause {
  if (isOutcome(failure)) return { step, code: failure.__typename, message: messageOf(failure) };
  if (failure instanceof VaultError) return { step, code: failure.code, message: failure.message };
  return { step, code: 'STEP_FAILED', message: 'The step failed unexpectedly.' };
}

function messageOf(failure: Outcome): string {
  return 'message' in failure && typeof failure.message === 'string' ? failure.message : failure.__typename;
}
