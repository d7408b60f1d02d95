import { derive, rowsOf, type HostedVault, type VaultLog } from '../kernel/index.ts';
import type { TaskProgress } from './BackgroundTask.ts';
import type { Task, TaskVault } from './defineTask.ts';
import type { Delivery, DeliveryMeans } from './delivery.ts';
import { endWithin } from './endWithin.ts';
import { asHandling } from './handleOnce.ts';
import { holdRun } from './holdRun.ts';
import { ofKey, valuesOf } from './inbox.ts';
import { reportTo, type Reporter } from './progress.ts';
import { storedState } from './storedState.ts';
import { finishRun, keepCheckpoint, renewRun, type TaskRun } from './taskRun.ts';
import { openSession, type TaskSession } from './taskSession.ts';

/** The dependencies of tasks. */
export interface TaskMeans extends DeliveryMeans {
  /** A vault for the message's org and actor, without a transaction. */
  readonly openVault: (delivery: Delivery) => HostedVault;
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal;
  readonly log: VaultLog;
}

/** One try of a task, which this process has taken. */
export interface Performance {
  readonly delivery: Delivery;
  readonly task: Task;
  readonly run: TaskRun;
  readonly payload: unknown;
  /** The newest checkpoint, and the number of checkpoints so far. */
  readonly state: unknown;
  readonly checkpoints: number;
}

/** Performs the task from its newest checkpoint to its end; throws if it fails, and then nothing since its last checkpoint has an effect. */
export async function performTask(performance: Performance, means: TaskMeans): Promise<void> {
  const { delivery, task, run, payload, state } = performance;
  using held = holdRun(() => means.inTransaction(delivery, (vault) => renewRun(run, vault)));
  const signal = AbortSignal.any([means.stopping, held.lost, AbortSignal.timeout(task.limitMs)]);
  const session = await sessionOf(performance, means, signal);
  const reporter = openReporter(performance, means);
  try {
    const work = asHandling(run, delivery.tenant, () =>
      task.run(payload, state, taskVaultOf(task, session, reporter)),
    );
    await endWithin(signal, work);
    await reporter.end();
    await session.finish();
  } catch (failure) {
    await Promise.allSettled([reporter.end(), session.abandon()]);
    throw failure;
  }
}

function sessionOf(
  { delivery, run, checkpoints }: Performance,
  { openVault }: TaskMeans,
  signal: AbortSignal,
): Promise<TaskSession> {
  const { messageId, handler } = run;
  return openSession({
    vault: derive(openVault(delivery), { signal, idempotencyKey: delivery.id }),
    message: { messageId, handler, time: delivery.time, source: delivery.source },
    checkpoints,
    record: {
      keep: (checkpoint, open) => keepCheckpoint(run, checkpoint, open),
      finish: (open) => finishRun(run, open),
    },
  });
}

/** The vault that a task receives. */
export function taskVaultOf(
  task: Task,
  session: TaskSession,
  { report: progress }: Pick<Reporter, 'report'>,
) {
  const { checkpoint: schema } = task;
  const checkpoint = async (state: unknown) => session.checkpoint(storedState(task, state));
  return derive(session.vault, { progress, ...(schema && { checkpoint }) }) as TaskVault;
}

// Another process may have taken over. A task with checkpoints does its newest work again: its bar never goes back.
const progressSql = `
  update background_task set progress = ?
   where org = ? and id = ? and exists (select from inbox where ${ofKey} and run = ?)
     and (not ?::boolean or progress is null or (progress->>'done')::float8 <= ?)`;

/** Each report commits in a transaction of its own, because the task's own is invisible until it ends. */
function openReporter({ delivery, task, run }: Performance, { inTransaction, log }: TaskMeans): Reporter {
  const { id, type, tenant } = delivery;
  const write = (progress: TaskProgress) =>
    inTransaction(delivery, async (vault) => {
      const key = [vault.org, id, ...valuesOf(run, vault), run.run];
      const bound = [task.checkpoint !== undefined, progress.done];
      await rowsOf(progressSql, [JSON.stringify(progress), ...key, ...bound], vault);
    });
  return reportTo((progress) =>
    write(progress).catch((error: unknown) => {
      log.warn(
        { err: error, org: tenant.org, task: type, taskId: id },
        'the progress of a task was not written',
      );
    }),
  );
}
