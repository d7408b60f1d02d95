import { derive, topicOf, VaultError, type Vault, type VaultLog } from '../kernel/index.ts';
import { BackgroundTask } from './BackgroundTask.ts';
import { taskType, type Task } from './defineTask.ts';
import type { Delivery, DeliveryMeans, Handled } from './delivery.ts';
import { endWithin } from './endWithin.ts';
import { handleOnce } from './handleOnce.ts';
import { lockTask } from './lockTask.ts';
import { misfit } from './misfit.ts';
import { reportTo, type Reporter } from './progress.ts';
import { recordFailure } from './recordFailure.ts';
import { noRetry } from './retry.ts';

const elsewhereWaitMs = 5_000;

/** The dependencies of tasks. */
export interface TaskMeans extends DeliveryMeans {
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal;
  readonly log: VaultLog;
}

/** One try of a task. */
interface Try {
  readonly delivery: Delivery;
  readonly task: Task;
  readonly payload: unknown;
}

/**
 * Runs the task that a message enqueues, in a transaction with its inbox row, so that it takes effect once. A failed task
 * is retried with growing waits and finally becomes a dead letter. A task interrupted by the end of its process is rolled
 * back, and this does not count as a try.
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
  try {
    return await tryOnce({ delivery, task, payload: payload.data }, means);
  } catch (failure) {
    if (means.stopping.aborted) return { state: 'waiting', waitMs: 0 };
    return recordFailure({ ...failed, failure }, { ...means, retry: { ...means.retry, ...task.retry } });
  }
}

async function tryOnce({ delivery, task, payload }: Try, means: TaskMeans): Promise<Handled> {
  const key = { messageId: delivery.id, handler: task.name, time: delivery.time };
  return means.inTransaction(delivery, async (vault) => {
    if (!(await lockTask(delivery.id, vault))) return { state: 'waiting', waitMs: elsewhereWaitMs };
    return handleOnce(key, (handling) => perform({ delivery, task, payload }, means, handling), vault);
  });
}

async function perform({ delivery, task, payload }: Try, means: TaskMeans, vault: Vault): Promise<void> {
  const reporter = openReporter(delivery, means);
  const signal = AbortSignal.any([means.stopping, AbortSignal.timeout(task.limitMs)]);
  const taskVault = derive(vault, { signal, idempotencyKey: delivery.id, progress: reporter.report });
  try {
    await endWithin(signal, task.run(payload, taskVault));
  } finally {
    await reporter.end();
  }
}

/** Each report commits in a transaction of its own, because the task's own is invisible until it ends. */
function openReporter(delivery: Delivery, { inTransaction, log }: TaskMeans): Reporter {
  const { id, type, tenant } = delivery;
  return reportTo((progress) =>
    inTransaction(delivery, async ({ em, org }) => {
      await em.nativeUpdate(BackgroundTask, { org, id }, { progress });
    }).catch((error: unknown) => {
      log.warn(
        { err: error, org: tenant.org, task: type, taskId: id },
        'the progress of a task was not written',
      );
    }),
  );
}

function unknown(type: string): VaultError {
  return new VaultError('NOT_FOUND', `This plugin has no task ${type}; add it to \`tasks\` in definePlugin.`);
}
