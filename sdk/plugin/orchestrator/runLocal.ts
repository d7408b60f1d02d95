import { DeadlockException } from '@mikro-orm/core';
import { setTimeout as pause } from 'node:timers/promises';
import { isOutcome, type OutgoingMessage, type Vault } from '../kernel/index.ts';
import { admit, isRevoked } from './admission.ts';
import { asStep } from './asStep.ts';
import { failureOf, isUnexpected } from './failure.ts';
import { inTransaction, ofRun } from './inTransaction.ts';
import { apply } from './machine.ts';
import { runStep } from './runStep.ts';
import type { Failure } from './saga.ts';
import { readSaga, record, recordAlone, SagaMoved, sagaOf, type Saga } from './sagaLog.ts';
import type { ContextRecord } from './context.ts';
import type { LocalStep } from './step.ts';

const deadlockTries = 5;
const deadlockPauseMs = 20;

/** The progress of a group of steps. If `stop` is set, its transaction must be rolled back. */
interface Progress {
  readonly context: ContextRecord;
  readonly finished: readonly string[];
  readonly stop?: { readonly step: string; readonly thrown: unknown };
}

/**
 * Runs local steps in one transaction, which carries the run's own row and all its messages. If one of them
 * fails, PostgreSQL undoes them all, and that is recorded instead.
 */
export async function runLocal(saga: Saga, steps: readonly LocalStep[], vault: Vault): Promise<Saga> {
  for (let attempt = 1; ; attempt += 1) {
    const trial: Trial = { steps, since: Date.now(), vault };
    const end = await tryOnce(saga, trial);
    if (!('progress' in end)) return end;
    const { thrown } = stopOf(end, steps);
    if (isRevoked(thrown) && saga.revision === 0) throw thrown;
    if (thrown instanceof DeadlockException && attempt < deadlockTries)
      await pause(deadlockPauseMs * attempt * Math.random());
    else return afterRollback(saga, end, trial);
  }
}

interface Trial {
  readonly steps: readonly LocalStep[];
  readonly since: number;
  readonly vault: Vault;
}

/** The steps that were rolled back, and the failure of the transaction. */
interface RolledBack {
  readonly progress: Progress;
  readonly error: unknown;
}

async function tryOnce(saga: Saga, { steps, since, vault }: Trial): Promise<Saga | RolledBack> {
  let progress: Progress = { context: saga.state.context, finished: [] };
  const outbox: OutgoingMessage[] = [];
  try {
    return await inTransaction(ofRun(saga, vault), outbox, async (open) => {
      const admission = admit(open); // on its way beside the statements of the first step: it costs no wait of its own
      for (const step of steps) {
        progress = await advance(saga, { progress, step }, open);
        if (progress.stop) break;
      }
      await admission;
      if (progress.stop) throw new Stopped();
      const { finished, context: written } = progress;
      const said = outbox.splice(0);
      return record(
        saga,
        [{ type: 'committed', at: Date.now(), since, steps: finished, written, said }],
        open,
      );
    });
  } catch (error) {
    if (error instanceof SagaMoved) throw error;
    if (isRevoked(error)) progress = { context: saga.state.context, finished: [] };
    return { progress, error };
  }
}

/** The step that stopped the transaction; a failed commit counts as the last step's. */
function stopOf({ progress, error }: RolledBack, steps: readonly LocalStep[]) {
  return progress.stop ?? { step: steps.at(-1)?.name ?? '', thrown: error };
}

/** Makes the transaction roll back; the cause is in the progress. */
class Stopped extends Error {}

async function advance(
  saga: Saga,
  { progress, step }: { progress: Progress; step: LocalStep },
  open: Vault,
): Promise<Progress> {
  const { context, finished } = progress;
  try {
    const { workflow } = saga;
    const written = await asStep(saga, step.name, () => runStep(step, { workflow, context }, open));
    if (isOutcome(written)) return { ...progress, stop: { step: step.name, thrown: written } };
    return { context: { ...context, ...written }, finished: [...finished, step.name] };
  } catch (thrown) {
    return { ...progress, stop: { step: step.name, thrown } };
  }
}

async function afterRollback(saga: Saga, end: RolledBack, { steps, since, vault }: Trial): Promise<Saga> {
  const { context: written, finished, stop } = end.progress;
  const committed = stop ? undefined : await sagaIfCommitted(saga, vault);
  if (committed) return committed;
  const { step, thrown } = stopOf(end, steps);
  const failure = failureOf(thrown);
  if (isUnexpected(failure)) tell(saga, { step, thrown }, vault);
  const event = { type: 'dropped', at: Date.now(), since, finished, written, step, failure } as const;
  if (leavesNoTrace(saga, event)) return { ...saga, state: apply(saga.workflow, saga.state, event) };
  return recordAlone(saga, [event], vault);
}

/** An expected failure before anything was done is an answer, not a run: nobody will look it up by its key. */
function leavesNoTrace(
  { revision, idempotencyKey }: Saga,
  { finished, failure }: { readonly finished: readonly string[]; readonly failure: Failure },
): boolean {
  return revision === 0 && !idempotencyKey && finished.length === 0 && failure.outcome !== undefined;
}

/** A commit whose answer was lost may have succeeded: the row shows it. */
async function sagaIfCommitted(saga: Saga, vault: Vault): Promise<Saga | undefined> {
  const row = await readSaga(saga.id, vault);
  return row?.revision === saga.revision + 1 ? sagaOf(row, saga.workflow) : undefined;
}

function tell(
  { id, workflow }: Saga,
  { step, thrown }: { step: string; thrown: unknown },
  { log, org }: Vault,
): void {
  log.error({ err: thrown, org, run: id, workflow: workflow.name, step }, 'a step failed');
}
