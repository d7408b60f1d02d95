import { fail } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { VaultError, type Vault, type VaultLog } from '@nimbusvault/sdk/kernel';
import { runWorkflow, type InvalidInput, type Workflow } from '@nimbusvault/sdk/internal';
import { messagesOf, type Compensation, type EnqueuedTask, type FiredHook } from './messagesOf.ts';
import { MadeToFail, watchWorkflow, type Failure, type StepRun } from './watchWorkflow.ts';

/** The inputs of a workflow test: the workflow's input, the caller, and the place of the injected failure. */
export type WorkflowTest<Input extends z.ZodType, StepName extends string> = Failure<StepName> & {
  readonly input: z.input<Input>;
  readonly vault: Vault;
};

/** A run in the form that its author needs. */
export interface TestedRun<Result, StepName extends string, Values> {
  /** The result or the outcome; undefined if the run has thrown. */
  readonly answer: Result | InvalidInput | undefined;
  readonly error: VaultError | undefined;
  /** The steps that ran, in order, forward and back. */
  readonly steps: readonly StepRun<StepName>[];
  /** Every value that a step received or wrote, by key. */
  readonly context: Partial<Values>;
  /** The fired hooks, in order; none if the run was undone. */
  readonly fired: readonly FiredHook[];
  /** The enqueued tasks, in order; none if the run was undone. */
  readonly enqueued: readonly EnqueuedTask[];
  /** The compensation messages of the undone steps, in order. */
  readonly compensations: readonly Compensation[];
}

/**
 * Runs a workflow with the real runner, on the rows of `vault` (of `openInMemory`, or of `startPlugin`), and reports the
 * run. `failAt` fails a step after its forward: earlier steps are rolled back; `failAfter` fails behind it:
 * it is rolled back too. Then every step commits on its own. A test whose run does not get there fails.
 */
export async function testWorkflow<
  Input extends z.ZodType,
  Result,
  StepName extends string,
  Values extends Readonly<Record<string, unknown>>,
>(
  workflow: Workflow<Input, Result, StepName, Values>,
  { input, vault, failAt, failAfter }: WorkflowTest<Input, NoInfer<StepName>>,
): Promise<TestedRun<Result, StepName, Values>> {
  const place = failAt ?? failAfter;
  const { watched, observed } = watchWorkflow(workflow, { failAt, failAfter } as Failure);
  const request = { ...vault, requestId: randomUUID(), log: withoutOurs(vault.log) };
  const end = await runWorkflow(watched, input, request).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error: vaultErrorOf(error) }),
  );
  if (place !== undefined && !observed.hasFailed) {
    const why = end.error?.message ?? JSON.stringify(end.answer);
    fail(`"${workflow.name}" ended before it could fail at "${place}": ${why}`);
  }
  const steps = observed.steps as StepRun<StepName>[];
  return { ...end, steps, context: observed.context as Partial<Values>, ...(await messagesOf(request)) };
}

/** A failure that a test injected need not be logged. */
function withoutOurs(log: VaultLog): VaultLog {
  const error: VaultLog['error'] = (fields, message) => {
    if (!('err' in fields && fields.err instanceof MadeToFail)) log.error(fields, message);
  };
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error,
  };
}

function vaultErrorOf(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  throw error;
}
