import { hungCode } from '../hooks/index.ts';
import { isErrorCode, VaultError, type ErrorCode, type Outcome } from '../kernel/index.ts';
import { isUnexpected, outcomeOf } from './failure.ts';
import { stepFailed, type Cause, type SagaState } from './saga.ts';
import type { Saga } from './sagaLog.ts';
import type { Workflow } from './workflow.ts';

/** The answer to the caller of a run that has ended: its result, an expected failure, or a thrown error. */
export function answerOf(saga: Saga): unknown {
  const { workflow, state, id } = saga;
  if (state.status === 'completed') return workflow.result(state.context);
  if (state.status !== 'compensated') throw unfinished(id, workflow, state);
  return expectedOf(saga) ?? undone(saga);
}

function expectedOf({ state: { cause } }: Saga): Outcome | undefined {
  return cause && outcomeOf(cause);
}

function undone({ workflow, state: { cause } }: Saga): never {
  if (!cause || isUnexpected(cause))
    throw new VaultError(
      stepFailed,
      `Step "${cause?.step}" of "${workflow.name}" failed, and everything that it had done was undone. Try again.`,
    );
  if (isForCallers(cause.code)) throw new VaultError(cause.code, cause.message);
  throw new VaultError(
    stepFailed,
    `Step "${cause.step}" of "${workflow.name}" failed: ${cause.message} Everything that it had done was undone.`,
  );
}

function isForCallers(code: string): code is ErrorCode {
  return isErrorCode(code) && code !== stepFailed && code !== hungCode;
}

/** The error for the caller of a run that has not ended: the state of the run, and whose turn it is. */
export function unfinished(id: string, { name }: Workflow, state?: SagaState): VaultError {
  const { status = 'running', cause } = state ?? {};
  const saga = { id, status, step: cause?.step ?? null };
  return new VaultError('SAGA_UNFINISHED', `${sentence(name, status, cause)} Its run is ${id}.`, {
    extensions: { saga },
  });
}

function sentence(name: string, status: string, cause: Cause | undefined): string {
  const failed = `Step "${cause?.step}" of "${name}" failed: ${cause?.message}`;
  switch (status) {
    case 'compensating':
      return `${failed} Its steps are still being undone; this continues automatically.`;
    case 'stuck':
      return `${failed} It cannot continue automatically: an operator must decide.`;
    case 'resolved':
      return `${failed} An operator has closed it.`;
    default:
      return `"${name}" is not finished yet; it continues automatically. Repeat the request with the same idempotency key.`;
  }
}

/** The error for a caller whose run is not stored: the database became unavailable, and nobody knows what it has committed. */
export function unrecorded({ workflow }: Saga, cause: unknown): VaultError {
  const saga = { id: null, status: 'unknown', step: null };
  return new VaultError(
    'SAGA_UNFINISHED',
    `"${workflow.name}" could not be stored, because the database is unavailable. Repeat the request; with an idempotency key it cannot take effect twice.`,
    { cause, extensions: { saga } },
  );
}
