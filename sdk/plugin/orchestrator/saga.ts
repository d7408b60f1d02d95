import type { ErrorCode, OutgoingMessage } from '../kernel/index.ts';
import type { ContextRecord } from './context.ts';

/**
 * The state of a run. `running` and `compensating` continue automatically; `stuck` waits for an operator; the others are
 * final: completed, undone, or closed by an operator.
 */
export const sagaStatuses = [
  'running',
  'compensating',
  'stuck',
  'completed',
  'compensated',
  'resolved',
] as const;

export type SagaStatus = (typeof sagaStatuses)[number];

/** The state of a run as plain JSON: PostgreSQL stores it, and a process needs nothing else to continue. */
export interface SagaState {
  readonly status: SagaStatus;
  readonly context: ContextRecord;
  /** The steps that have begun, in order. */
  readonly records: readonly StepRecord[];
  /** The messages that its steps have fired; they are published when the run is completed, and never if it is undone. */
  readonly said: readonly OutgoingMessage[];
  /** The failure that stopped it. */
  readonly cause?: Cause | undefined;
  /** Behind the pivot: the number of failures to begin or commit, and the time of the next try. */
  readonly setback?: Setback | undefined;
  /** The commands that operators gave it. */
  readonly interventions: readonly Intervention[];
}

/** The step of a record; a step of participants has one record for each plugin. */
export interface StepKey {
  readonly step: string;
  readonly plugin?: string | undefined;
}

/**
 * A step that has begun. `started`: it may or may not have had its effect. `done`: it had its effect. `failed`: it reported
 * that it had none. `dropped`: PostgreSQL rolled it back with its transaction. `undone`: its rollback ran. `skipped`: an
 * operator decided that it need not be undone. Times are milliseconds since 1970.
 */
export interface StepRecord extends StepKey {
  readonly phase: 'started' | 'done' | 'failed' | 'dropped' | 'undone' | 'skipped';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The number of failed tries. */
  readonly failures: number;
  /** The time of its next try. */
  readonly dueAt: number;
  readonly error?: Fault;
  readonly undo?: Undo;
}

/** The number of failed tries, and the time of the next one. */
interface Setback {
  readonly failures: number;
  readonly dueAt: number;
  readonly error?: Fault;
}

/** The progress of a step's undo. */
export interface Undo extends Setback {
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** The failure, in words that may be shown: never a stack, never a library's message. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/** The reason why a run is undone: the step that stopped it, and its failure. */
export interface Cause extends Fault {
  readonly step: string;
  readonly plugin?: string | undefined;
  /** The expected failure that the caller receives, as JSON. */
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** The failure of a step. `isClear`: it declares that this try had no effect, and that a retry would not help. */
export interface Failure extends Fault {
  readonly isClear: boolean;
  /** A retry would not help; earlier tries may have had an effect. */
  readonly isFinal?: boolean;
  /** The wait that an outside system asks for before the next try. */
  readonly retryAfterMs?: number;
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** An operator's command on a run: author, time, reason. */
export interface Intervention {
  readonly did: 'retry' | 'skip' | 'resolve';
  readonly step?: string | undefined;
  readonly by: string;
  readonly reason: string | null;
  readonly at: number;
}

/** An operator's command for a stuck run: retry it, count its step as undone, or close it. */
export type Wish =
  | { readonly did: 'retry'; readonly by: string; readonly reason: string | null }
  | { readonly did: 'skip' | 'resolve'; readonly by: string; readonly reason: string };

/** The watchdog's command for a run whose step hung: count that as a failed try, before anything else. */
export interface Hang {
  readonly did: 'count-hang';
  readonly by: string;
  readonly step: string;
}

/** The code of a cause without a code of ours. */
export const stepFailed: ErrorCode = 'STEP_FAILED';
