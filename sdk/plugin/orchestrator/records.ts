import type { SagaState, StepKey, StepRecord, Undo } from './saga.ts';

/** The records of steps whose effect exists, or may exist. */
export function toUndo({ records }: SagaState): readonly StepRecord[] {
  return records.filter(({ phase }) => phase === 'started' || phase === 'done');
}

/** The records of a step: several if participants do it. */
export function recordsOf({ records }: SagaState, step: string): readonly StepRecord[] {
  return records.filter((record) => record.step === step);
}

/** True for a step that may or may not have had its effect. */
export function isStarted({ phase }: StepRecord): boolean {
  return phase === 'started';
}

/** The record with that key. */
export function findRecord({ records }: SagaState, key: StepKey): StepRecord | undefined {
  return records.find((record) => isSame(record, key));
}

/** The state with some fields of one record changed. */
export function changeRecord(state: SagaState, key: StepKey, changes: Partial<StepRecord>): SagaState {
  const records = state.records.map((record) => (isSame(record, key) ? { ...record, ...changes } : record));
  return { ...state, records };
}

/** The record of a step that began and ended. */
export function finishedRecord(
  key: StepKey,
  phase: StepRecord['phase'],
  { since, at }: { since: number; at: number },
): StepRecord {
  return { ...key, phase, startedAt: since, endedAt: at, failures: 0, dueAt: at };
}

/** The record of a step that may have its effect from now on. */
export function startedRecord(key: StepKey, at: number): StepRecord {
  return { ...key, phase: 'started', startedAt: at, failures: 0, dueAt: at };
}

/** The undo of a record, which may begin now. */
export function undoOf(state: SagaState, key: StepKey, now: number): Undo {
  return findRecord(state, key)?.undo ?? { startedAt: now, failures: 0, dueAt: now };
}

/** True if both belong to one step and one plugin. */
export function isSame(a: StepKey, b: StepKey): boolean {
  return a.step === b.step && a.plugin === b.plugin;
}
