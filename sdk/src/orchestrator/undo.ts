import { setTimeout as pause } from 'node:timers/promises';
import { writeOutbox } from '../hooks/index.ts';
import { VaultError, type Vault } from '../kernel/index.ts';
import { causeOf, sayCompensated, undoContext, type Cause, type Run } from './compensation.ts';
import { inTransaction, type Progress, type Stop } from './segment.ts';
import type { RunnableStep } from './step.ts';

const undoTries = 3;
const undoPauseMs = 100;

/** Undoes a stopped run: finished steps in reverse order, one compensation message each. Throws where an undo fails. */
export async function undo(
  { run, finished, stop }: Progress & { stop: Stop },
  committed: readonly RunnableStep[],
  vault: Vault,
): Promise<void> {
  const cause = causeOf(stop.step, stop.failure);
  const failures: unknown[] = [];
  if (finished.length > 0)
    await tellDropped(run, { steps: finished, cause }, vault).catch((failure: unknown) =>
      failures.push(failure),
    );
  for (const step of committed.toReversed()) {
    await rollBack(run, { step, cause }, vault).catch((failure: unknown) => failures.push(failure));
  }
  if (failures.length > 0) throw undoFailed(run, failures);
}

/** PostgreSQL has already dropped these steps' work with their transaction; what is left is to say so. */
async function tellDropped(
  run: Run,
  { steps, cause }: { steps: readonly RunnableStep[]; cause: Cause },
  vault: Vault,
): Promise<void> {
  await inTransaction(vault, [], async (open) => {
    for (const step of steps.toReversed()) sayCompensated(run, { step, by: 'transaction', cause }, open);
    await writeOutbox(open);
  });
}

async function rollBack(
  run: Run,
  { step, cause }: { step: RunnableStep; cause: Cause },
  vault: Vault,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(vault, [], async (open) => {
        await step.rollback?.(undoContext(step, run.context), open);
        sayCompensated(run, { step, by: 'rollback', cause }, open);
        await writeOutbox(open);
      });
    } catch (failure) {
      vault.log.error(
        { err: failure, workflow: run.workflow.name, step: step.name, run: run.id, attempt },
        'undo failed',
      );
      if (attempt === undoTries) throw failure;
      await pause(undoPauseMs * attempt);
    }
  }
}

function undoFailed(run: Run, failures: readonly unknown[]): VaultError {
  return new VaultError(
    'STEP_FAILED',
    `Workflow "${run.workflow.name}" stopped, and not all of it could be undone. Give an operator the run ${run.id}.`,
    { cause: new AggregateError(failures) },
  );
}
