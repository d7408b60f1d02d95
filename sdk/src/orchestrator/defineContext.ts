import { isWorkName, VaultError, type Outcome } from '../kernel/index.ts';
import type { ContextShape, WritableKey } from './context.ts';
import type { Answer, NoUndeclaredWrites, RunnableStep, Step, StepDefinition } from './step.ts';
import { startWorkflow, type WorkflowBuilder } from './workflow.ts';

/** Where steps and workflows that share values are made. */
export interface Context<Shape extends ContextShape> {
  /** Declares a step: what it reads, what it writes, how it goes forward and how it is undone. */
  step<
    const Name extends string,
    const Reads extends keyof Shape & string,
    const Writes extends WritableKey<Shape>,
    Result extends Answer<Shape, Writes>,
  >(
    definition: StepDefinition<Shape, Reads, Writes, Result> &
      NoUndeclaredWrites<Result, Writes> & { readonly name: Name },
  ): Step<Shape, Reads, Writes, Extract<Result, Outcome>, Name>;
  /** Starts a chain of steps; a changed chain gets a new version. */
  workflow(name: string, version?: number): WorkflowBuilder<Shape, 'input', never, never>;
}

/** Declares the values of a saga: `input`, and what its steps write. */
export function defineContext<const Shape extends ContextShape>(shape: Shape): Context<Shape> {
  return {
    step: (definition) => localStep(definition as unknown as Omit<RunnableStep, 'kind'>) as never,
    workflow: (name, version = 1) => startWorkflow(shape, name, version),
  };
}

function localStep(definition: Omit<RunnableStep, 'kind'>): RunnableStep {
  const { name, writes } = definition;
  if (!isWorkName(name)) {
    throw new VaultError(
      'WORKFLOW_INVALID',
      `Step "${name}" must be named in lower case words joined by "-".`,
    );
  }
  if (writes.includes('input')) {
    throw new VaultError('WORKFLOW_INVALID', `Step "${name}" writes "input", which belongs to the caller.`);
  }
  return Object.freeze({ ...definition, kind: 'local' });
}
