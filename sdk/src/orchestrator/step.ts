import type { Outcome, Vault } from '../kernel/index.ts';
import type { ContextRecord, ContextShape, ContextValues, WritableKey } from './context.ts';

/** What a step's `forward` may answer: each key it declares to write, or an outcome that stops the workflow. */
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
  /** Does the work, with nothing but database work on `vault`. */
  forward(context: ContextValues<Shape, Reads>, vault: Vault): Promise<Result>;
  /** Undoes committed work; where the transaction was undone by PostgreSQL it does not run. */
  rollback?(context: ContextValues<Shape, Reads | Writes>, vault: Vault): Promise<unknown>;
}

type KeysOf<T> = T extends unknown ? keyof T : never;

/** Refuses, at compile time, an answer with a key that the step does not declare to write. */
export type NoUndeclaredWrites<Result, Writes extends string> = [
  Exclude<KeysOf<Exclude<Result, Outcome | void>>, Writes>,
] extends [never]
  ? unknown
  : {
      writes: `declare "${Exclude<KeysOf<Exclude<Result, Outcome | void>>, Writes> & string}", which forward returns`;
    };

/** A step that can be chained into workflows of its context. */
export interface Step<
  Shape extends ContextShape = ContextShape,
  Reads extends string = string,
  Writes extends string = string,
  Failure = unknown,
  Name extends string = string,
> extends RunnableStep {
  /** Types only, never set. */
  readonly types?: { shape: Shape; reads: Reads; writes: Writes; failure: Failure; name: Name };
}

/** A step as the runner sees it: untyped values in and out, checked by the context's schemas. */
export interface RunnableStep {
  readonly kind: 'local';
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  forward(context: ContextRecord, vault: Vault): Promise<ContextRecord | Outcome | void>;
  rollback?(context: ContextRecord, vault: Vault): Promise<unknown>;
}
