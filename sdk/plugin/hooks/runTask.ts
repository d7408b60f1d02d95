import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { topicOf, VaultError, type Vault } from '../kernel/index.ts';
import { taskType, type Task } from './defineTask.ts';
import { stateOf, type Delivery, type Handled } from './delivery.ts';
import { refuseHung } from './handleOnce.ts';
import { keyOf, readWaits, type Claim, type InboxCall } from './inbox.ts';
import { misfit } from './misfit.ts';
import { performTask, type Performance, type TaskMeans } from './performTask.ts';
import { recordFailure } from './recordFailure.ts';
import { noRetry } from './retry.ts';
import { releaseRun, takeRun, type Checkpoint, type TakenRun, type TaskRun } from './taskRun.ts';

/**
 * Runs the task that a message enqueues, from its newest checkpoint on. No two processes run it at the same time: a
 * run is taken, renewed, and checked in each commit. A failed task is retried with growing waits and finally becomes a dead letter. A task
 * interrupted by the end of its process is rolled back to its checkpoint, and this does not count as a try.
 */
export async function runTask(
  delivery: Delivery,
  tasks: readonly Task[],
  means: TaskMeans,
): Promise<Handled> {
  const { type, subject, data } = delivery;
  const failed = { delivery, handler: topicOf(subject) };
  const task = tasks.find((each) => taskType(each) === type);
  // A newer process of the plugin may know the task: leave it time to claim the message.
  if (!task) return recordFailure({ ...failed, failure: unknown(type) }, means);
  const payload = task.payload.safeParse(data);
  if (!payload.success)
    return recordFailure({ ...failed, failure: misfit(type, payload.error) }, { ...means, retry: noRetry });
  const call = { delivery, handler: task.name, whenOff: task.whenOff };
  const run = { ...keyOf(call), run: randomUUID() };
  const taken = await means.inTransaction(delivery, (vault) => take(run, call, vault));
  if ('state' in taken) return taken;
  const { checkpoint } = taken;
  const state = readState(task, checkpoint);
  if (!state.success)
    return recordFailure(
      { ...failed, run: run.run, failure: misfit(`A checkpoint of ${type}`, state.error) },
      { ...means, retry: noRetry },
    );
  const checkpoints = checkpoint?.number ?? 0;
  return goOn(
    { delivery, task, run, claim: taken, payload: payload.data, state: state.data, checkpoints },
    means,
  );
}

async function take(run: TaskRun, call: InboxCall, vault: Vault): Promise<TakenRun | Handled> {
  return (await takeRun(run, call, vault)) ?? stateOf((await readWaits([call], vault))(call));
}

/** A version of the task that cannot read what an earlier one has committed does not begin anew. */
function readState({ checkpoint: schema = z.undefined() }: Task, checkpoint: Checkpoint | null) {
  return checkpoint ? schema.safeParse(checkpoint.state) : z.undefined().safeParse(undefined);
}

async function goOn(
  performance: Performance & { readonly claim: Claim },
  means: TaskMeans,
): Promise<Handled> {
  const { delivery, task, run, claim } = performance;
  const retry = { ...means.retry, ...task.retry };
  try {
    refuseHung({ handler: task.name, tries: retry.tries }, claim);
    await performTask(performance, means);
    return { state: 'settled' };
  } catch (failure) {
    if (!means.stopping.aborted)
      return recordFailure({ delivery, handler: task.name, run: run.run, failure }, { ...means, retry });
    await means.inTransaction(delivery, (vault) => releaseRun(run, vault)).catch(() => {});
    return { state: 'waiting', waitMs: 0 };
  }
}

function unknown(type: string): VaultError {
  return new VaultError('NOT_FOUND', `This plugin has no task ${type}; add it to \`tasks\` in definePlugin.`);
}
