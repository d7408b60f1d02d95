import type { RetryPolicy } from '../hooks/index.ts';
import type { Outcome, Vault } from '../kernel/index.ts';
import type { ContextRecord, ContextShape, ContextValues, WritableKey } from './context.ts';
import type { Point } from './definePoint.ts';

/** The result of a step's `forward`: each key that it declares to write, or an outcome that stops the workflow. */
export type Answer<Shape extends ContextShape, Writes extends WritableKey<Shape>> =
  | { readonly [K in Writes]: ContextValues<Shape, K>[K] }
  | Outcome
  | ([Writes] extends [never] ? void : never);

/** A step as its author writes it. It sees the keys it reads; its rollback sees those and the ones it writes. */
export interface StepDefinition<
  Shape extends ContextShape,
  Reads extends keyof Shape & string,
  Writes extends WritableKey<Shape>,
  Result extends Answer<Shape, Writes>,
> {
  readonly name: string;
  readonly reads: readonly Reads[];
  readonly writes: readonly Writes[];
  /** Does the work; it may use only the database of `vault`. */
  forward(context: ContextValues<Shape, Reads>, vault: Vault): Promise<Result>;
  /** Undoes committed work; it does not run if PostgreSQL rolled the transaction back. */
  rollback?(context: ContextValues<Shape, Reads | Writes>, vault: Vault): Promise<unknown>;
}

/** The vault of an external step: its idempotency key, and its time limit. */
export interface OutsideVault extends Vault {
  /** The same for every try of the same step of the same run: the other side uses it to act once. */
  readonly idempotencyKey: string;
  /** Aborts when the step's time is over or the process stops. */
  readonly signal: AbortSignal;
}

/**
 * A step that works outside the database. Its intent is recorded before it happens; then it is tried, each
 * time under the same idempotency key, until it answers, throws `Permanent`, or has used up its tries.
 */
export interface ExternalDefinition<
  Shape extends ContextShape,
  Reads extends keyof Shape & string,
  Writes extends WritableKey<Shape>,
  Prepares extends WritableKey<Shape>,
  Result extends Answer<Shape, Writes>,
> {
  readonly name: string;
  readonly reads: readonly Reads[];
  readonly writes: readonly Writes[];
  /** The keys that `prepare` writes. */
  readonly prepares?: readonly Prepares[];
  /** The time limit of one try, in milliseconds; 5000 by default. */
  readonly timeoutMs?: number;
  /** 5 tries by default, the first pause 200 ms, each twice the one before. */
  readonly retry?: RetryPolicy;
  /** The number of tries of its undo before an operator is needed: 12 in three minutes by default. */
  readonly undoRetry?: RetryPolicy;
  /** Reads the data that the undo will need; it is recorded with the intent, before anything has happened. */
  prepare?(
    context: ContextValues<Shape, Reads>,
    vault: Vault,
  ): Promise<{ readonly [K in Prepares]: ContextValues<Shape, K>[K] }>;
  forward(context: ContextValues<Shape, Reads | Prepares>, vault: OutsideVault): Promise<Result>;
  /** Undoes the possible effect of forward: if forward returned nothing, the keys that it writes are undefined. */
  rollback?(
    context: ContextValues<Shape, Reads | Prepares> & Partial<ContextValues<Shape, Writes>>,
    vault: OutsideVault,
  ): Promise<unknown>;
}

type KeysOf<T> = T extends unknown ? keyof T : never;

/** Refuses, at compile time, a result with a key that the step does not declare to write. */
export type NoUndeclaredWrites<Result, Writes extends string> = [
  Exclude<KeysOf<Exclude<Result, Outcome | void>>, Writes>,
] extends [never]
  ? unknown
  : {
      writes: `declare "${Exclude<KeysOf<Exclude<Result, Outcome | void>>, Writes> & string}", which forward returns`;
    };

/** The types of a step, by which the compiler allows it in a chain only where it fits. */
interface StepTypes<Shape, Reads, Writes, Failure, Name> {
  /** Types only, never set. */
  readonly types?: { shape: Shape; reads: Reads; writes: Writes; failure: Failure; name: Name };
}

/** A step that can be chained into workflows of its context. */
export type Step<
  Shape extends ContextShape = ContextShape,
  Reads extends string = string,
  Writes extends string = string,
  Failure = unknown,
  Name extends string = string,
  Kind extends RunnableStep = RunnableStep,
> = Kind & StepTypes<Shape, Reads, Writes, Failure, Name>;

/** A step as the engine sees it: untyped values in and out, checked by the context's schemas. */
export type RunnableStep = LocalStep | ExternalStep | ParticipantsStep;

/** Steps that work outside the run's own transaction. */
export type OutsideStep = ExternalStep | ParticipantsStep;

interface Declared {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface LocalStep extends Declared {
  readonly kind: 'local';
  forward(context: ContextRecord, vault: Vault): Promise<ContextRecord | Outcome | void>;
  rollback?(context: ContextRecord, vault: Vault): Promise<unknown>;
}

interface Outside extends Declared {
  /** True if it runs at the same time as the step before it. */
  readonly isBeside?: boolean;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly undoRetry?: RetryPolicy;
}

export interface ExternalStep extends Outside {
  readonly kind: 'external';
  readonly prepares: readonly string[];
  prepare?(context: ContextRecord, vault: Vault): Promise<ContextRecord>;
  forward(context: ContextRecord, vault: OutsideVault): Promise<ContextRecord | Outcome | void>;
  rollback?(context: ContextRecord, vault: OutsideVault): Promise<unknown>;
}

export interface ParticipantsStep extends Outside {
  readonly kind: 'participants';
  readonly point: Point;
  /** The payload for the participants. */
  tell(context: ContextRecord): unknown;
}

/** All keys that a step adds to the context: those that its forward writes, and those that it prepares. */
export function writtenBy(step: RunnableStep): readonly string[] {
  return step.kind === 'external' ? [...step.prepares, ...step.writes] : step.writes;
}
