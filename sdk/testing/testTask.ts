import { fail } from 'node:assert';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { z } from 'zod';
import { openSession, taskVaultOf, type Task } from '@nimbusvault/sdk/internal';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { messagesOf, type EnqueuedTask, type FiredHook } from './messagesOf.ts';

/** One try of a task. */
export interface TaskTest<Payload extends z.ZodType> {
  readonly payload: z.input<Payload>;
  readonly vault: Vault;
  /** The checkpoint from which it goes on; by default it begins. */
  readonly state?: unknown;
  /** Stops the try behind so many checkpoints, as if its process was killed there. */
  readonly killAfter?: number;
}

/** A try in the form that its author needs. */
export interface TestedTask {
  /** Undefined if the task is done; otherwise its work since the last checkpoint was undone. */
  readonly error: unknown;
  /** The committed states, in order. */
  readonly checkpoints: readonly unknown[];
  /** The reports of progress, in order: the number done, and that of all. */
  readonly progress: readonly (readonly [done: number, total?: number])[];
  readonly fired: readonly FiredHook[];
  readonly enqueued: readonly EnqueuedTask[];
}

/** Runs one try of a task on the rows of `vault` (of `openInMemory`, or of `startPlugin`), as a process would, and reports it. */
export async function testTask<Payload extends z.ZodType>(
  task: Task<Payload>,
  { payload, vault, state, killAfter = Infinity }: TaskTest<Payload>,
): Promise<TestedTask> {
  const checkpoints: unknown[] = [];
  const progress: [number, number?][] = [];
  const request = { ...vault, requestId: randomUUID(), signal: new AbortController().signal };
  const idempotencyKey = randomUUIDv7();
  const handling = { handler: task.name, time: new Date(), source: vault.plugin };
  const session = await openSession({
    vault: { ...request, idempotencyKey },
    message: { messageId: idempotencyKey, ...handling },
    checkpoints: 0,
    record: {
      keep: async (checkpoint) => void checkpoints.push(checkpoint.state),
      finish: async () => {},
    },
  });
  const killing = {
    ...session,
    async checkpoint(kept: unknown) {
      await session.checkpoint(kept);
      if (checkpoints.length >= killAfter) fail('The test has stopped this try.');
    },
  };
  const report = (...said: [number, number?, string?]) => void progress.push([said[0], said[1]]);
  const work = task.run(task.payload.parse(payload), state, taskVaultOf(task, killing, { report }));
  const error = await work.then(session.finish).then(
    () => undefined,
    async (thrown: unknown) => session.abandon().then(() => thrown),
  );
  const { fired, enqueued } = await messagesOf(request);
  return { error, checkpoints, progress, fired, enqueued };
}
