import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, type Vault } from '../kernel/index.ts';
import { asStep } from './asStep.ts';
import { failureOf, isUnexpected } from './failure.ts';
import { inTransaction, ofRun } from './inTransaction.ts';
import { undoContext } from './messages.ts';
import { next, type Action } from './next.ts';
import { stepNamed } from './plan.ts';
import { runLocal } from './runLocal.ts';
import { intend, reach, undoOutside } from './runOutside.ts';
import type { StepRecord } from './saga.ts';
import { record, recordAlone, SagaMoved, type Saga } from './sagaLog.ts';
import type { LocalStep } from './step.ts';

/**
 * Continues a run until it is over, or stuck. Records each action before it takes the next one, so
 * that another process can continue from there. Throws SagaMoved if another process has.
 */
export async function drive(saga: Saga, vault: Vault): Promise<Saga> {
  for (let current = saga; ;) {
    vault.signal?.throwIfAborted();
    const action = next(current.workflow, current.state, Date.now());
    if (action.do === 'rest') return current;
    current = await perform(current, action, vault);
    checkpoint('saga.after-record');
  }
}

async function perform(saga: Saga, action: Action, vault: Vault): Promise<Saga> {
  switch (action.do) {
    case 'commit':
      return runLocal(saga, action.steps, vault);
    case 'intend':
      return intend(saga, action.steps, vault);
    case 'reach':
      return reach(saga, action.records, vault);
    case 'undo':
      return undo(saga, action.record, vault);
    case 'wait':
      await pause(Math.max(0, action.until - Date.now()), undefined, { signal: vault.signal });
      return saga;
    case 'rest':
      return saga;
    default:
      return action satisfies never;
  }
}

async function undo(saga: Saga, stepRecord: StepRecord, vault: Vault): Promise<Saga> {
  const step = stepNamed(saga.workflow, stepRecord.step);
  if (step.kind === 'local') return undoLocal(saga, { step, stepRecord }, vault);
  const event = await undoOutside(saga, stepRecord, vault);
  return recordAlone(saga, [event], vault);
}

/** Its rollback commits together with the record that it ran. */
async function undoLocal(
  saga: Saga,
  { step, stepRecord: key }: { step: LocalStep; stepRecord: StepRecord },
  vault: Vault,
): Promise<Saga> {
  const { id: run, workflow, state } = saga;
  try {
    return await inTransaction(ofRun(saga, vault), [], async (open) => {
      const context = undoContext(workflow, key, state.context);
      await asStep(saga, step.name, () => step.rollback?.(context, open));
      return record(saga, [{ type: 'undone', key, at: Date.now() }], open);
    });
  } catch (thrown) {
    if (thrown instanceof SagaMoved) throw thrown;
    const failure = failureOf(thrown);
    if (isUnexpected(failure))
      vault.log.error(
        { err: thrown, org: vault.org, run, workflow: workflow.name, step: step.name },
        'undo failed',
      );
    const event = { type: 'undo-failed', key, failure, at: Date.now() } as const;
    return recordAlone(saga, [event], vault);
  }
}
