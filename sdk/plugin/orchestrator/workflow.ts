import type { z } from 'zod';
import { isWorkName, VaultError } from '../kernel/index.ts';
import type { ContextRecord, ContextShape, ContextValues } from './context.ts';
import { writtenBy, type OutsideStep, type RunnableStep, type Step } from './step.ts';

/** A finished plan: data that can be stored by name and version and resumed by another process. */
export interface Workflow<
  Input extends z.ZodType = z.ZodType,
  Result = unknown,
  StepName extends string = string,
  Values = ContextRecord,
> {
  readonly name: string;
  readonly version: number;
  readonly shape: ContextShape;
  readonly steps: readonly RunnableStep[];
  /** True if every step commits on its own, and is undone by its rollback. */
  readonly commitsEach: boolean;
  /** The number of steps before the pivot; undefined without a pivot. */
  readonly pivotAt?: number | undefined;
  result(context: ContextRecord): Result;
  /** Types only, never set. */
  readonly types?: { input: Input; stepName: StepName; values: Values };
}

/**
 * Chains steps; `Written` is the keys that earlier steps wrote, `Failure` every outcome that they may return, `StepName`
 * their names, `Way` whether there is a way back.
 */
export interface WorkflowBuilder<
  Shape extends ContextShape,
  Written extends string,
  Failure,
  StepName extends string,
  Way extends 'both' | 'forward' = 'both',
> {
  step<Reads extends string, Writes extends string, StepFailure, Name extends string>(
    step: Step<Shape, Reads, Writes, StepFailure, Name> &
      OnlyWritten<Reads, Written> &
      NoFailureBehindPivot<Way, StepFailure>,
  ): WorkflowBuilder<Shape, Written | Writes, Failure | StepFailure, StepName | Name, Way>;
  /** Adds external steps that run at the same time. None reads a key that another one writes. */
  parallel<const Steps extends readonly Step<Shape, string, string, unknown, string, OutsideStep>[]>(
    ...steps: Steps & ParallelFit<Steps, Written, Way>
  ): WorkflowBuilder<
    Shape,
    Written | TypesOf<Steps>['writes'],
    Failure | TypesOf<Steps>['failure'],
    StepName | TypesOf<Steps>['name'],
    Way
  >;
  /** Sets the pivot: from here there is no way back. Later steps are tried until they succeed, or an operator is needed. */
  pivot(): WorkflowBuilder<Shape, Written, Failure, StepName, 'forward'>;
  /** Lets every step commit on its own instead of sharing one transaction. */
  commitEach(): WorkflowBuilder<Shape, Written, Failure, StepName, Way>;
  /** Ends the chain with the caller's result, made of the written values. */
  result<Result>(
    pick: (context: ContextValues<Shape, Written & keyof Shape>) => Result,
  ): Workflow<Shape['input'], Result | Failure, StepName, ContextValues<Shape, Written & keyof Shape>>;
}

type OnlyWritten<Reads extends string, Written extends string> = [Reads] extends [Written]
  ? unknown
  : { reads: `no earlier step writes "${Exclude<Reads, Written>}"` };

type NoFailureBehindPivot<Way, StepFailure> = Way extends 'both'
  ? unknown
  : [StepFailure] extends [never]
    ? unknown
    : { forward: 'behind the pivot a step cannot return an outcome: there is no way back' };

type TypesOf<Steps extends readonly { readonly types?: unknown }[]> =
  NonNullable<Steps[number]['types']> extends infer Types
    ? { [Key in 'writes' | 'failure' | 'name']: Types extends { [K in Key]: infer Value } ? Value : never }
    : never;

type ParallelFit<Steps extends readonly unknown[], Written extends string, Way> = {
  [Index in keyof Steps]: Steps[Index] extends {
    readonly types?: { reads: infer Reads extends string; failure: infer StepFailure };
  }
    ? OnlyWritten<Reads, Written> & NoFailureBehindPivot<Way, StepFailure>
    : unknown;
};

interface Draft {
  readonly name: string;
  readonly version: number;
  readonly shape: ContextShape;
  readonly steps: readonly RunnableStep[];
  readonly commitsEach: boolean;
  readonly pivotAt?: number;
}

/** Starts a workflow. Its name is lower case words joined by `-`. */
export function startWorkflow<Shape extends ContextShape>(
  shape: Shape,
  name: string,
  version: number,
): WorkflowBuilder<Shape, 'input', never, never> {
  if (!isWorkName(name)) refuse(name, 'must have a name of lower case words joined by "-"');
  return builder({ name, version, shape, steps: [], commitsEach: false }) as WorkflowBuilder<
    Shape,
    'input',
    never,
    never
  >;
}

function builder(draft: Draft): WorkflowBuilder<ContextShape, string, unknown, string> {
  return {
    step: (step) => builder(withSteps(draft, [step as RunnableStep])),
    parallel: (...steps) => builder(withSteps(draft, besides(draft.name, steps as readonly RunnableStep[]))),
    pivot: () => builder({ ...draft, pivotAt: draft.steps.length }),
    commitEach: () => builder({ ...draft, commitsEach: true }),
    result: (pick) => finish(draft, pick as (context: ContextRecord) => never),
  };
}

function withSteps(draft: Draft, added: readonly RunnableStep[]): Draft {
  const checkedSteps = added.map((step) => checked(step, draft));
  const twice = added.find((step, index) => added.findIndex(({ name }) => name === step.name) !== index);
  if (twice) refuse(draft.name, `has two steps named "${twice.name}"`);
  return { ...draft, steps: [...draft.steps, ...checkedSteps] };
}

function besides(workflow: string, steps: readonly RunnableStep[]): readonly RunnableStep[] {
  const local = steps.find(({ kind }) => kind === 'local');
  if (local) refuse(workflow, `runs "${local.name}" in parallel, but only steps outside the database can`);
  return steps.map((step, index) => (index === 0 ? step : { ...step, isBeside: true }) as RunnableStep);
}

function finish<Result>(
  draft: Draft,
  result: (context: ContextRecord) => Result,
): Workflow<z.ZodType, Result> {
  if (draft.steps.length === 0) refuse(draft.name, 'has no step');
  return Object.freeze({ ...draft, result });
}

function checked(step: RunnableStep, { name, shape, steps }: Draft): RunnableStep {
  if (steps.some((earlier) => earlier.name === step.name)) refuse(name, `has two steps named "${step.name}"`);
  const known = new Set(['input', ...steps.flatMap(writtenBy)]);
  const unread = step.reads.find((key) => !known.has(key));
  if (unread) refuse(name, `step "${step.name}" reads "${unread}", which no earlier step writes`);
  const foreign = writtenBy(step).find((key) => !(key in shape));
  if (foreign) refuse(name, `step "${step.name}" writes "${foreign}", which is not in its context`);
  return step;
}

function refuse(workflow: string, fault: string): never {
  throw new VaultError('WORKFLOW_INVALID', `Workflow "${workflow}" ${fault}.`);
}
