import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { writeOutbox } from '../hooks/index.ts';
import {
  isDataException,
  isOutcome,
  outcome,
  VaultError,
  type OutgoingMessage,
  type Vault,
} from '../kernel/index.ts';
import type { Run } from './compensation.ts';
import { runStep } from './runStep.ts';
import type { RunnableStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** Consecutive local steps that share one transaction. `isLast`: its commit ends the run, so hooks go out with it. */
export interface Segment {
  readonly steps: readonly RunnableStep[];
  readonly isLast: boolean;
}

/** How far a segment came. With `stop` set, its transaction was rolled back. */
export interface Progress {
  readonly run: Run;
  readonly finished: readonly RunnableStep[];
  readonly stop?: Stop;
}

/** The step at which a run stopped, and the outcome it answered with or the error it threw. */
export interface Stop {
  readonly step: string;
  readonly failure: unknown;
}

/** All steps in one segment; with `commitEach`, a segment a step. */
export function segmentsOf({ steps, commitsEach }: Workflow): readonly Segment[] {
  const groups = commitsEach ? steps.map((step) => [step]) : [steps];
  return groups.map((group, index) => ({ steps: group, isLast: index === groups.length - 1 }));
}

/** Runs a segment in one transaction, which commits only if every step finished. Hooks gather in `outbox`. */
export async function runSegment(
  run: Run,
  segment: Segment,
  { vault, outbox }: { vault: Vault; outbox: OutgoingMessage[] },
): Promise<Progress> {
  let progress: Progress = { run, finished: [] };
  try {
    await inTransaction(vault, outbox, async (open) => {
      progress = await runSteps(run, segment.steps, open);
      if (progress.stop) throw new SegmentStopped();
      if (segment.isLast) await writeOutbox(open);
    });
    return progress;
  } catch (failure) {
    const lastStep = segment.steps.at(-1)?.name ?? run.workflow.name;
    return progress.stop ? progress : { ...progress, stop: { step: lastStep, failure } };
  }
}

/** Opens a transaction for the vault's org, on a fresh identity map. */
export async function inTransaction<T>(
  vault: Vault,
  outbox: OutgoingMessage[],
  work: (open: Vault) => Promise<T>,
): Promise<T> {
  return vault.em.transactional((em) => work({ ...vault, em, transaction: { outbox } }), { clear: true });
}

/** Thrown to make the transaction roll back; what stopped it is in the progress. */
class SegmentStopped extends Error {}

async function runSteps(run: Run, steps: readonly RunnableStep[], open: Vault): Promise<Progress> {
  let progress: Progress = { run, finished: [] };
  for (const step of steps) {
    progress = await advance(progress, step, open);
    if (progress.stop) return progress;
  }
  return progress;
}

async function advance({ run, finished }: Progress, step: RunnableStep, open: Vault): Promise<Progress> {
  try {
    const written = await runStep(step, run, open);
    if (isOutcome(written)) return { run, finished, stop: { step: step.name, failure: written } };
    return { run: { ...run, context: { ...run.context, ...written } }, finished: [...finished, step] };
  } catch (failure) {
    return { run, finished, stop: { step: step.name, failure: expected(failure) } };
  }
}

/**
 * A unique value that somebody else took between a step's look and its write is a Conflict, as if the look had seen it.
 * A value that no column can hold is the caller's.
 */
function expected(failure: unknown): unknown {
  if (failure instanceof UniqueConstraintViolationException)
    return outcome('Conflict', {
      message: 'Somebody else took this name at the same moment. Choose another.',
    });
  if (isDataException(failure))
    return new VaultError('BAD_USER_INPUT', 'A value in the input is not one that can be stored.');
  return failure;
}
