import { runTask, type Task, type TaskMeans } from '@nimbusvault/sdk/internal';
import type { ConsumerOptions } from './consumer.ts';

/** Runs the task of each message; a failed one waits. */
export function deliverTasks(tasks: readonly Task[], means: TaskMeans): ConsumerOptions['deliver'] {
  return async (delivery) => {
    const { id: taskId, type: task, tenant } = delivery;
    const handled = await runTask(delivery, tasks, means);
    if ('failure' in handled) {
      const end = handled.state === 'dead' ? 'it is a dead letter now' : 'it is tried again';
      means.log.error({ err: handled.failure, org: tenant.org, task, taskId }, `a task failed; ${end}`);
    }
    return handled.state === 'waiting' ? handled.waitMs : undefined;
  };
}
