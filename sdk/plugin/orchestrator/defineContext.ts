import type { z } from 'zod';
import type { RetryPolicy } from '../hooks/index.ts';
import { isWorkName, VaultError, type Outcome } from '../kernel/index.ts';
import type { ContextShape, ContextValues, WritableKey } from './context.ts';
import type { Point } from './definePoint.ts';
import {
  writtenBy,
  type Answer,
  type ExternalDefinition,
  type ExternalStep,
  type NoUndeclaredWrites,
  type ParticipantsStep,
  type RunnableStep,
  type Step,
  type StepDefinition,
} from './step.ts';
import { startWorkflow, type WorkflowBuilder } from './workflow.ts';

/** Makes the steps and workflows that share values. */
export interface Context<Shape extends ContextShape> {
  /** Declares a step: its reads, its writes, its forward action and its rollback. */
  step<
    const Name extends string,
    const Reads extends keyof Shape & string,
    const Writes extends WritableKey<Shape>,
    Result extends Answer<Shape, Writes>,
  >(
    definition: StepDefinition<Shape, Reads, Writes, Result> &
      NoUndeclaredWrites<Result, Writes> & { readonly name: Name },
  ): Step<Shape, Reads, Writes, Extract<Result, Outcome>, Name>;
  /** Declares a step that works outside the database. */
  externalStep<
    const Name extends string,
    const Reads extends keyof Shape & string,
    const Writes extends WritableKey<Shape>,
    Result extends Answer<Shape, Writes>,
    const Prepares extends WritableKey<Shape> = never,
  >(
    definition: ExternalDefinition<Shape, Reads, Writes, Prepares, Result> &
      NoUndeclaredWrites<Result, Writes> & { readonly name: Name },
  ): Step<Shape, Reads, Writes | Prepares, Extract<Result, Outcome>, Name, ExternalStep>;
  /** Declares a step that every active plugin that takes part in a point performs, each in its own process. */
  participants<
    const Name extends string,
    const Reads extends keyof Shape & string,
    Payload extends z.ZodType,
  >(
    point: Point<Payload>,
    definition: ParticipantsDefinition<Shape, Reads, Payload> & { readonly name: Name },
  ): Step<Shape, Reads, never, never, Name, ParticipantsStep>;
  /** Starts a chain of steps; a changed chain gets a new version. */
  workflow(name: string, version?: number): WorkflowBuilder<Shape, 'input', never, never>;
}

/** The keys that a step of participants reads, and the payload that it sends them. */
interface ParticipantsDefinition<
  Shape extends ContextShape,
  Reads extends keyof Shape & string,
  Payload extends z.ZodType,
> {
  readonly name: string;
  readonly reads: readonly Reads[];
  readonly tell: (context: ContextValues<Shape, Reads>) => z.input<Payload>;
  /** The time limit of one try of a participant, in milliseconds; 1500 by default. */
  readonly timeoutMs?: number;
  /** 3 tries by default. */
  readonly retry?: RetryPolicy;
}

/** Declares the values of a saga: `input`, and the keys that its steps write. */
export function defineContext<const Shape extends ContextShape>(shape: Shape): Context<Shape> {
  return {
    step: (definition) => checked({ ...definition, kind: 'local' } as unknown as RunnableStep) as never,
    externalStep: (definition) => external(definition as unknown as Untyped<ExternalStep>) as never,
    participants: (point, definition) =>
      checked({
        timeoutMs: 1_500,
        retry: { tries: 3, firstDelayMs: 100 },
        ...definition,
        kind: 'participants',
        writes: [],
        point,
      } as unknown as RunnableStep) as never,
    workflow: (name, version = 1) => startWorkflow(shape, name, version),
  };
}

type Untyped<Kind extends RunnableStep> = Partial<Kind> & Pick<Kind, 'name' | 'reads' | 'writes'>;

function external({ prepares = [], ...definition }: Untyped<ExternalStep>): RunnableStep {
  const defaults = { timeoutMs: 5_000, retry: { tries: 5, firstDelayMs: 200 } };
  const step = { ...defaults, ...definition, kind: 'external', prepares } as ExternalStep;
  return checked(step);
}

function checked(step: RunnableStep): RunnableStep {
  const { name } = step;
  if (!isWorkName(name)) {
    throw new VaultError(
      'WORKFLOW_INVALID',
      `Step "${name}" must have a name of lower case words joined by "-".`,
    );
  }
  if (writtenBy(step).includes('input')) {
    throw new VaultError('WORKFLOW_INVALID', `Step "${name}" writes "input", which belongs to the caller.`);
  }
  return Object.freeze(step);
}
