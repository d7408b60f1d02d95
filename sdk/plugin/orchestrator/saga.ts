import type { ErrorCode, OutgoingMessage } from '../kernel/index.ts';
import type { ContextRecord } from './context.ts';

/**
 * How a run stands. `running` and `compensating` go on by themselves; a `stuck` one waits for a person; the others are
 * over: all done, all undone, or closed by a person.
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

/** All that is known of a run, as plain JSON: what PostgreSQL keeps, and all that a process needs to go on with it. */
export interface SagaState {
  readonly status: SagaStatus;
  readonly context: ContextRecord;
  /** The steps that have begun, in the order in which they did. */
  readonly records: readonly StepRecord[];
  /** The messages that its steps fired so far; they leave when the run is completed, and never if it is undone. */
  readonly said: readonly OutgoingMessage[];
  /** The failure that stopped it. */
  readonly cause?: Cause | undefined;
  /** Behind the pivot: how often steps could not begin or commit, and when they are tried again. */
  readonly setback?: Setback | undefined;
  /** The commands that people gave it. */
  readonly interventions: readonly Intervention[];
}

/** Which step a record is of; a step of participants has one for each plugin. */
export interface StepKey {
  readonly step: string;
  readonly plugin?: string | undefined;
}

/**
 * A step that has begun. `started`: it may have had its effect, nobody knows yet. `done`: it has. `failed`: it said that
 * it has none. `dropped`: PostgreSQL undid it with its transaction. `undone`: its rollback ran. `skipped`: a person said
 * that it need not be undone. Times are milliseconds since 1970.
 */
export interface StepRecord extends StepKey {
  readonly phase: 'started' | 'done' | 'failed' | 'dropped' | 'undone' | 'skipped';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Tries that failed. */
  readonly failures: number;
  /** When it is tried, or tried again. */
  readonly dueAt: number;
  readonly error?: Fault;
  readonly undo?: Undo;
}

/** Tries that failed, and when the next one is due. */
interface Setback {
  readonly failures: number;
  readonly dueAt: number;
  readonly error?: Fault;
}

/** How far the undo of a step has come. */
export interface Undo extends Setback {
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** The failure, in words that may be shown: never a stack, never a sentence of a library. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Why a run is undone: the step that stopped it, and what it said. */
export interface Cause extends Fault {
  readonly step: string;
  readonly plugin?: string | undefined;
  /** The expected failure that the caller gets, as JSON. */
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** The failure of a step. `isClear`: it declares itself that this try had no effect, and that another one would not help. */
export interface Failure extends Fault {
  readonly isClear: boolean;
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** A person's verb on a run: who, when, why. */
export interface Intervention {
  readonly did: 'retry' | 'skip' | 'resolve';
  readonly step?: string | undefined;
  readonly by: string;
  readonly reason: string | null;
  readonly at: number;
}

/** A person's wish for a stuck run: to try again, to count its step as undone, or to close it. */
export type Wish =
  | { readonly did: 'retry'; readonly by: string; readonly reason: string | null }
  | { readonly did: 'skip' | 'resolve'; readonly by: string; readonly reason: string };

/** A cause without a code of ours has this one. */
export const stepFailed: ErrorCode = 'STEP_FAILED';
