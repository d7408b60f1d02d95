import type { z } from 'zod';
import { isOutcome } from '@nimbusvault/sdk/kernel';
import type { OutsideVault, Workflow } from '@nimbusvault/sdk/internal';

type ContextRecord = Readonly<Record<string, unknown>>;
type RunnableStep = Workflow['steps'][number];
/** Steps that run here; steps of participants run elsewhere, and nobody takes part in a test of one plugin. */
type OwnStep = Extract<RunnableStep, { kind: 'local' | 'external' }>;

/** A step that ran: its direction, and its reads. */
export interface StepRun<StepName extends string = string> {
  readonly name: StepName;
  readonly did: 'forward' | 'rollback';
  readonly context: ContextRecord;
}

/** The place of the injected failure: in a step, after its forward; or behind it, once the step has committed. */
export type Failure<StepName extends string = string> =
  | { readonly failAt?: StepName; readonly failAfter?: never }
  | { readonly failAt?: never; readonly failAfter?: StepName };

/** The observations of a run. */
interface Observed {
  readonly steps: StepRun[];
  /** Every value that a step received or wrote. */
  context: ContextRecord;
  /** True once the failure was injected. */
  hasFailed: boolean;
}

/** Returns the same workflow with observed steps; with an injected failure it commits each step, so that rollbacks run. */
export function watchWorkflow<Input extends z.ZodType, Result>(
  workflow: Workflow<Input, Result>,
  failure: Failure,
): { readonly watched: Workflow<Input, Result>; readonly observed: Observed } {
  const observed: Observed = { steps: [], context: {}, hasFailed: false };
  const steps = workflow.steps.flatMap((step): readonly RunnableStep[] => {
    if (step.kind === 'participants') return [step];
    const seen = watchStep(step, observed);
    if (step.name === failure.failAt) return [failingAt(seen, observed)];
    return step.name === failure.failAfter ? [seen, failingAfter(step, observed)] : [seen];
  });
  const isMadeToFail = (failure.failAt ?? failure.failAfter) !== undefined;
  const commitsEach = workflow.commitsEach || isMadeToFail;
  const result = (context: ContextRecord) => {
    observed.context = context;
    return workflow.result(context);
  };
  return { watched: { ...workflow, steps, commitsEach, result }, observed };
}

function watchStep(step: OwnStep, observed: Observed): OwnStep {
  const { name, rollback } = step;
  const record = (did: StepRun['did'], context: ContextRecord) => {
    observed.steps.push({ name, did, context: structuredClone(context) });
    observed.context = { ...observed.context, ...structuredClone(context) };
  };
  return {
    ...step,
    async forward(context: ContextRecord, vault: OutsideVault) {
      record('forward', context);
      const answer = await step.forward(context, vault);
      if (answer && !isOutcome(answer))
        observed.context = { ...observed.context, ...structuredClone(answer) };
      return answer;
    },
    rollback:
      rollback &&
      (async (context: ContextRecord, vault: OutsideVault) => {
        record('rollback', context);
        return rollback.call(step, context, vault);
      }),
  };
}

function failingAt(step: OwnStep, observed: Observed): OwnStep {
  return {
    ...step,
    async forward(context: ContextRecord, vault: OutsideVault) {
      const answer = await step.forward(context, vault);
      return isOutcome(answer) ? answer : stop(step.name, observed);
    },
  };
}

function failingAfter({ name }: OwnStep, observed: Observed): OwnStep {
  const forward = async () => stop(name, observed);
  return { kind: 'local', name: `fail-after-${name}`, reads: [], writes: [], forward };
}

/** The failure that is injected into a run. */
export class MadeToFail extends Error {}

function stop(name: string, observed: Observed): never {
  observed.hasFailed = true;
  throw new MadeToFail(`testWorkflow injected this failure: ${name}.`);
}
