import type { z } from 'zod';
import { isWorkName, VaultError } from '../kernel/index.ts';
import type { ContextRecord, ContextShape, ContextValues } from './context.ts';
import type { RunnableStep, Step } from './step.ts';

/** A finished plan: data, so that a run can be stored by name and version and taken up elsewhere. */
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
  /** True where every step commits on its own, and is undone by its rollback. */
  readonly commitsEach: boolean;
  result(context: ContextRecord): Result;
  /** Types only, never set. */
  readonly types?: { input: Input; stepName: StepName; values: Values };
}

/**
 * Chains steps; `Written` is what earlier steps wrote, `Failure` every outcome they may answer with, `StepName` what they
 * are called.
 */
export interface WorkflowBuilder<
  Shape extends ContextShape,
  Written extends string,
  Failure,
  StepName extends string,
> {
  step<Reads extends string, Writes extends string, StepFailure, Name extends string>(
    step: Step<Shape, Reads, Writes, StepFailure, Name> &
      ([Reads] extends [Written]
        ? unknown
        : { reads: `no earlier step writes "${Exclude<Reads, Written>}"` }),
  ): WorkflowBuilder<Shape, Written | Writes, Failure | StepFailure, StepName | Name>;
  /** Lets every step commit on its own instead of sharing one transaction. */
  commitEach(): WorkflowBuilder<Shape, Written, Failure, StepName>;
  /** Ends the chain with what the caller gets, made from what was written. */
  result<Result>(
    pick: (context: ContextValues<Shape, Written & keyof Shape>) => Result,
  ): Workflow<Shape['input'], Result | Failure, StepName, ContextValues<Shape, Written & keyof Shape>>;
}

interface Draft {
  readonly name: string;
  readonly version: number;
  readonly shape: ContextShape;
  readonly steps: readonly RunnableStep[];
  readonly commitsEach: boolean;
}

/** Starts a workflow, named in lower case words joined by `-`. */
export function startWorkflow<Shape extends ContextShape>(
  shape: Shape,
  name: string,
  version: number,
): WorkflowBuilder<Shape, 'input', never, never> {
  if (!isWorkName(name)) refuse(name, 'must be named in lower case words joined by "-"');
  return builder({ name, version, shape, steps: [], commitsEach: false }) as WorkflowBuilder<
    Shape,
    'input',
    never,
    never
  >;
}

function builder(draft: Draft): WorkflowBuilder<ContextShape, string, unknown, string> {
  return {
    step: (step) => builder({ ...draft, steps: [...draft.steps, checked(step as RunnableStep, draft)] }),
    commitEach: () => builder({ ...draft, commitsEach: true }),
    result: (pick) => finish(draft, pick as (context: ContextRecord) => never),
  };
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
  const known = new Set(['input', ...steps.flatMap((earlier) => earlier.writes)]);
  const unread = step.reads.find((key) => !known.has(key));
  if (unread) refuse(name, `step "${step.name}" reads "${unread}", which no earlier step writes`);
  const foreign = step.writes.find((key) => !(key in shape));
  if (foreign) refuse(name, `step "${step.name}" writes "${foreign}", which is not in its context`);
  return step;
}

function refuse(workflow: string, fault: string): never {
  throw new VaultError('WORKFLOW_INVALID', `Workflow "${workflow}" ${fault}.`);
}
