import { isDataException, isOutcome, outcome, VaultError, type Outcome } from '../kernel/index.ts';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { isFinal, Permanent, retryAfterOf } from '../hooks/index.ts';
import { stepFailed, type Cause, type Failure } from './saga.ts';

/** The failure of a participant's step, in that plugin's words. */
export class Refused extends VaultError {
  readonly failure: Failure;

  constructor(plugin: string, failure: Failure) {
    super(stepFailed, `${plugin}: ${failure.message}`);
    this.failure = failure;
  }
}

/**
 * The failure that stopped a step, for the record. If somebody else took a unique value between a step's read and its write,
 * it is a Conflict, as if the read had seen it; a value that no column can store is the caller's fault.
 */
export function failureOf(thrown: unknown): Failure {
  if (isOutcome(thrown)) return failureOfOutcome(thrown);
  if (thrown instanceof UniqueConstraintViolationException) return failureOfOutcome(takenMeanwhile());
  if (isDataException(thrown)) {
    const message = 'A value in the input cannot be stored. Change it.';
    return { code: 'BAD_USER_INPUT', message, isClear: true };
  }
  if (thrown instanceof Refused)
    return { code: thrown.code, message: thrown.message, isClear: thrown.failure.isClear };
  const again = { ...waitOf(thrown), isFinal: isFinal(thrown) };
  if (thrown instanceof VaultError)
    return { code: thrown.code, message: thrown.message, isClear: thrown instanceof Permanent, ...again };
  return { code: stepFailed, message: unexpected, isClear: false, ...again };
}

function waitOf(thrown: unknown): Pick<Failure, 'retryAfterMs'> {
  const retryAfterMs = retryAfterOf(thrown);
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

const unexpected = 'The step failed unexpectedly.';

function failureOfOutcome(answer: Outcome): Failure {
  const { __typename: code } = answer;
  const message = 'message' in answer && typeof answer.message === 'string' ? answer.message : code;
  return { code, message, isClear: true, outcome: { ...answer } };
}

function takenMeanwhile(): Outcome {
  return outcome('Conflict', {
    message: 'Somebody else took this name at the same moment. Choose another.',
  });
}

/** True if the step reported nothing that a caller could use. */
export function isUnexpected({ code, message }: Pick<Cause, 'code' | 'message'>): boolean {
  return code === stepFailed && message === unexpected;
}

/** Returns the expected failure that ended a run, as its step returned it, or undefined for an unexpected one. */
export function outcomeOf({ outcome: answer }: Cause): Outcome | undefined {
  if (!answer) return undefined;
  const { __typename, ...fields } = answer;
  return outcome(String(__typename), fields);
}
