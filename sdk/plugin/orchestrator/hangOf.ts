import { hungCode } from '../hooks/index.ts';
import type { SagaEvent } from './machine.ts';
import { findRecord } from './records.ts';
import type { SagaState } from './saga.ts';

/** The failed try of a step, or of its undo, that kept its whole process busy until the watchdog ended it. */
export function hangOf(state: SagaState, step: string): SagaEvent {
  const failure = { code: hungCode, message: 'It kept its whole process busy.', isClear: false };
  const [key, at] = [{ step }, Date.now()];
  if (state.status === 'compensating') return { type: 'undo-failed', key, failure, at };
  if (findRecord(state, key)) return { type: 'failed', key, failure, isFirst: false, at };
  return { type: 'dropped', at, since: at, finished: [], written: {}, step, failure };
}
