import { randomUUIDv7 } from 'node:crypto';
import type { z } from 'zod';
import {
  findUnstorable,
  isOutcome,
  outcome,
  VaultError,
  type Outcome,
  type OutgoingMessage,
  type Vault,
} from '../kernel/index.ts';
import type { Run } from './compensation.ts';
import { runSegment, segmentsOf, type Progress, type Stop } from './segment.ts';
import type { RunnableStep } from './step.ts';
import { undo } from './undo.ts';
import type { Workflow } from './workflow.ts';

/** What every workflow may answer: its caller's input does not fit. */
export type InvalidInput = Outcome<
  'InvalidInput',
  { readonly message: string; readonly path: readonly string[] }
>;

/**
 * Runs a workflow for the vault's org. Answers with its result or with an expected failure, and throws the unexpected.
 * Where a step stops it, the finished ones are undone in reverse order, with one compensation message each.
 */
export async function runWorkflow<Input extends z.ZodType, Result>(
  workflow: Workflow<Input, Result>,
  input: z.input<Input>,
  vault: Vault,
): Promise<Result | InvalidInput> {
  const parsed = workflow.shape.input.safeParse(input);
  if (!parsed.success) return invalidInput(parsed.error.issues[0]);
  const unstorable = findUnstorable(parsed.data);
  if (unstorable) return invalidInput(unstorable);
  const run: Run = { id: randomUUIDv7(), workflow, context: { input: parsed.data } };
  const end = await runSegments(run, vault);
  vault.em.clear();
  return isOutcome(end) ? (end as Result) : workflow.result(end.context);
}

async function runSegments(run: Run, vault: Vault): Promise<Run | Outcome> {
  const outbox: OutgoingMessage[] = [];
  const committed: RunnableStep[] = [];
  let current = run;
  for (const segment of segmentsOf(run.workflow)) {
    const progress = await runSegment(current, segment, { vault, outbox });
    if (isStopped(progress)) {
      await undo(progress, committed, vault);
      return answer(progress);
    }
    committed.push(...segment.steps);
    current = progress.run;
  }
  return current;
}

function isStopped(progress: Progress): progress is Progress & { stop: Stop } {
  return progress.stop !== undefined;
}

/** An expected failure is the caller's answer; an unexpected one is thrown, naming the step. */
function answer({ run, stop }: Progress & { stop: Stop }): Outcome {
  if (isOutcome(stop.failure)) return stop.failure;
  if (stop.failure instanceof VaultError) throw stop.failure;
  throw new VaultError(
    'STEP_FAILED',
    `Step "${stop.step}" of "${run.workflow.name}" failed, and all it had done was undone. Try again.`,
    { cause: stop.failure },
  );
}

interface Fault {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

function invalidInput(
  { message, path }: Fault = { message: 'The input is not valid.', path: [] },
): InvalidInput {
  return outcome('InvalidInput', { message, path: path.map(String) });
}
