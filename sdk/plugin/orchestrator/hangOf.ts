import { hungCode } from '../hooks/index.ts';
import type { SagaEvent } from './machine.ts';
import { findRecord } from './records.ts';
import type { Failure, SagaState } from './saga.ts';

/** The failure of a step or a participant that kept its whole process busy until the watchdog ended it. */
export const hung: Failure = { code: hungCode, message: 'It kept its whole process busy.', isClear: false };

/** The failed try of a step, or of its undo, that hung. */
export function hangOf(state: SagaState, step: string): SagaEvent {
  const failure = hung;
  const [key, at] = [{ step }, Date.now()];
  if (state.status === 'compensating') return { type: 'undo-failed', key, failure, at };
  if (findRecord(state, key)) return { type: 'failed', key, failure, isFirst: false, at };
  return { type: 'dropped', at, since: at, finished: [], written: {}, step, failure };
}
