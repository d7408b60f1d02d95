import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { BackgroundTask, type TaskProgress } from './BackgroundTask.ts';
import type { HandlerError } from './inbox.ts';

/** The state of a task. */
export interface TaskStatus {
  /** `dead` after its last try, until an operator replays it. */
  readonly state: 'waiting' | 'running' | 'done' | 'dead';
  /** The progress that it reported last, even if that try has been rolled back since. */
  readonly progress: TaskProgress | null;
  /** The number of failed tries since it was enqueued or replayed. */
  readonly attempts: number;
  /** The failure of the newest failed try. */
  readonly error: HandlerError | null;
  readonly enqueuedAt: Date;
}

/** Returns the task with this name and id in the vault's org, or null. A finished task is kept for 14 more days. */
export async function readTask(
  { name, id }: { readonly name: string; readonly id: string },
  vault: Vault,
): Promise<TaskStatus | null> {
  if (!z.guid().safeParse(id).success) return null;
  const key = { org: vault.org, id, name };
  const row = await vault.em.findOne(BackgroundTask, key, { disableIdentityMap: true });
  if (!row) return null;
  const { progress = null, enqueuedAt, tries } = row;
  const { attempts = 0, error = null } = tries ?? {};
  return { state: stateOf(row), progress, attempts, error, enqueuedAt };
}

function stateOf({ tries }: BackgroundTask): TaskStatus['state'] {
  if (tries?.isDone) return 'done';
  if (tries?.isDead) return 'dead';
  return tries?.isRunning ? 'running' : 'waiting';
}
